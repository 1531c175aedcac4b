"""What a text is: clean, fold, tokens, sentences, language. Pure, below the rooms."""
