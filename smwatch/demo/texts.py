"""What people say in the demo's story: invented people about an invented brand, in French and in English.

The shape is that of Nestlé's fan page in March 2010: an NGO's video about palm oil, a clumsy answer about altered
logos, a page that turns into a trial within hours. No text is anybody's but ours.
"""

from __future__ import annotations

BRAND = "Nordelait"

QUIET = (
    ("Josée L.", "Le yogourt à l'érable est de retour, ma journée est faite!"),
    ("Martin B.", "Est-ce que la tablette noisette se vend encore en épicerie?"),
    ("Claire D.", "Merci pour la recette de pouding chômeur, les enfants ont adoré."),
    ("Priya S.", "Where can I find the lactose-free milk in Moncton?"),
    ("Tom H.", "Love the new maple yogurt, well done."),
    ("Sylvain R.", "À quelle heure ouvre le kiosque au Salon de l'agriculture?"),
    ("Annie P.", "Le nouveau format est pratique pour les lunchs."),
    ("Kevin O.", "Is the hazelnut bar gluten free?"),
    ("Lucie M.", "Visite de la fromagerie avec ma classe : accueil formidable, merci!"),
    ("Denis G.", "Le bouchon du litre fuit encore, c'est un peu fâchant."),
    ("Sarah W.", "Great service when I called about my coupon."),
    ("Nathalie T.", "Avez-vous des rabais cette semaine?"),
    ("Omar K.", "C'est quoi la différence entre le 2 % et le 3,25 %?"),
    ("Emily R.", "My kids ask for the hazelnut bar every Friday."),
    ("Gilles F.", "Bravo pour l'appui à l'équipe de hockey du coin."),
    ("Hélène C.", "On attend la fondue de l'hiver avec impatience."),
    ("Jack M.", "What happened to the old blue carton? I miss it."),
    ("Manon V.", "Le cheddar fort est excellent dans le grilled-cheese."),
    ("Rachel B.", "Do you ship the gift boxes to Vermont?"),
    ("Yves A.", "Belle photo de la ferme!"),
    ("Caroline J.", "La crème 15 % était périmée à l'achat, déçue."),
    ("Peter N.", "Best cream cheese for my bagels."),
    ("Isabelle H.", "Le concours de recettes finit quand?"),
    ("Fatima Z.", "Le site web est lent aujourd'hui."),
    ("Mathieu S.", "Toujours fidèle depuis 1987."),
    ("Grace L.", "Nice to see local farmers on the page."),
    ("Robert D.", "Est-ce que les pots se recyclent à Laval?"),
    ("Amy C.", "The strawberry one tastes different, did you change it?"),
)
"""(author, comment) on the fan page in quiet weeks; none names the brand."""

FLOOD = (
    ("Audrey N.", "Je viens de voir la vidéo. J'ai honte d'avoir acheté ça à mes enfants."),
    ("Ben T.", "Just watched the video. Disgusting. How do you sleep at night?"),
    ("Marie-Ève G.", "De l'huile de palme qui détruit la forêt dans une tablette pour enfants, c'est dégueulasse."),
    ("Carlos M.", "Orangutans are dying for your chocolate bar. Shame on you."),
    ("Simon L.", "Boycott. Plus jamais un de vos produits chez nous."),
    ("Jenny P.", "I'm done with you. Thirty years a customer and you lie to us."),
    ("Patrick O.", "Allez-vous répondre ou juste effacer les commentaires?"),
    ("Laurence B.", "Vous effacez les critiques? C'est la pire réponse possible."),
    ("Dave K.", "Deleting comments now? That is pathetic."),
    ("Stéphanie R.", "Menacer les gens pour un logo modifié pendant que la forêt brûle : arrogance totale."),
    ("Nina F.", "You care more about your logo than about the forest. Awful."),
    ("Jean-Philippe C.", "Quel désastre. Votre responsable de page devrait avoir honte."),
    ("Olivia S.", "Who is running this page? This is a disaster."),
    ("Maude T.", "Je retourne mes tablettes à l'épicerie demain. Dégoûtée."),
    ("Rick A.", "Lost a customer today. Terrible behaviour."),
    ("Geneviève P.", "Ma fille de huit ans pleure à cause de la vidéo. Expliquez-lui, vous autres."),
    ("Hannah D.", "Your answer is rude and arrogant. Unbelievable."),
    ("Éric V.", "Scandaleux. On dirait que vous vous moquez de nous."),
    ("Louis-Charles M.", "Bravo pour le pire cours de relations publiques de l'année."),
    ("Megan J.", "Killing forests for profit and then threatening fans. Horrible company."),
    ("Chantal D.", "Trois générations de clients, et voilà comment on nous traite. C'est fini."),
    ("Alex W.", "Boycott! Sharing this with everyone I know."),
    ("Francis B.", "Pas fort, votre réponse. Vraiment pas fort."),
    ("Zoe H.", "So sad and angry right now. I trusted you."),
    ("Julie-Anne S.", "Mensonges et mépris. Je ne vous crois plus."),
    ("Greg F.", "Fire whoever wrote that reply. What an insult."),
    ("Mélissa L.", "On vous pose une question simple : d'où vient l'huile? Votre silence est inquiétant."),
    ("Paul C.", "Ugly, ugly, ugly. The bar is stained with blood."),
    ("Vincent A.", "C'est dégoûtant, et en plus vous prenez les gens pour des caves."),
    ("Tara M.", "My school is pulling your bars from the vending machine. Good riddance."),
    ("Nicolas F.", "Arrêtez de détruire la forêt. Arrêtez de censurer."),
    ("Kim Y.", "Worst crisis response ever. You failed."),
    ("Joanie R.", "Ça fait mal de voir une marque d'ici tomber aussi bas."),
    ("Liam G.", "I feel sick. Never buying again."),
    ("Sophie-Anne T.", "Quelle honte pour les producteurs de la région."),
    ("Brenda V.", "Liars. Cruel and stupid."),
    ("Alexandre P.", "Une entreprise qui insulte ses clients mérite de les perdre."),
    ("Ivy N.", "This is vile. Answer the question about your supplier!"),
    ("Karine B.", "Très déçue. Vous aviez ma confiance, vous l'avez perdue."),
    ("Sam E.", "The arrogance is shocking. Apologize."),
    ("Michel T.", "Excusez-vous et changez de fournisseur, c'est tout ce qu'on demande. Là, c'est lamentable."),
    ("Dana Q.", "Horrified. Truly horrified."),
    ("Ariane C.", "Encore un commentaire effacé. Lâches."),
    ("Owen B.", "You threatened a fan over a profile picture?! Ridiculous and mean."),
    ("Pénélope D.", "Je ne veux plus voir vos tablettes dans la boîte à lunch. Poison."),
    ("Rose K.", "What a betrayal. I grew up with your milk."),
    ("Hugo L.", "La page est devenue un procès, et vous l'avez bien mérité. Triste."),
    ("Ethan S.", "Shameful. Telling my local store to drop you."),
    ("Camille J.", "Odieux. Rien d'autre à dire."),
    ("Naomi R.", "The damage you do is criminal, and your reply makes it worse."),
    ("Thierry H.", "Quelqu'un a le lien de la vidéo?"),
    ("Becca L.", "Does anyone know which supplier it is?"),
    ("Raymond P.", "Attendons d'entendre leur version avant de juger."),
    ("Chris D.", "Still like their milk, to be honest."),
    ("Valérie M.", "Épouvantable. Mes élèves en parlent, et personne ne vous défend."),
    ("Todd R.", "Bad, bad, bad. You broke our trust."),
    ("Andréanne G.", "Votre silence de ce matin est une insulte à vos clients."),
    ("Fiona C.", "Hate what you did to that page. Hate what you do to forests more."),
    ("Sébastien N.", "Minable comme gestion de crise."),
    ("Gwen P.", "Greedy and dishonest. Bye."),
)
"""(author, comment) on the fan page once the video is out, in order; hardly one names the brand."""

REPLY = (
    BRAND,
    (
        "Vos commentaires sont les bienvenus, mais toute image qui modifie notre logo sera retirée de la page. "
        "Comments are welcome, but we will delete any picture that alters our logo."
    ),
)
"""The company's own answer, which makes it worse."""

BLOG_QUIET = (
    (
        "Cinq desserts d'hiver sans four",
        "Des idées simples : mousse à l'érable, carrés aux dattes, et un pouding au yogourt Nordelait.",
    ),
    ("Au marché du samedi", "Des betteraves, du miel de sarrasin, et une file joyeuse devant le boulanger."),
    (
        "Le lunch du lundi",
        "Un sandwich au cheddar, une pomme, et la tablette noisette de Nordelait pour la récréation.",
    ),
    ("Pourquoi ma soupe est meilleure le lendemain", "C'est une affaire de patience, et d'un bon bouillon."),
    (
        "Trois fondues à l'essai",
        "Celle de Nordelait est douce et plaît aux enfants; les deux autres ont plus de caractère.",
    ),
    ("Cuisiner avec ce qu'il reste", "Un reste de crème, deux poireaux : le souper est prêt."),
)
"""(title, text) of the food blog's posts before the story; about half name the brand."""

BLOG_CRISIS = (
    (
        "Faut-il encore acheter Nordelait ?",
        (
            "La vidéo de Forêts debout montre d'où viendrait l'huile de palme de la tablette noisette. "
            "Les images sont terribles, et la réponse de Nordelait sur sa page est désolante. Chez nous, c'est non."
        ),
    ),
)
BLOG_COMMENTS = (
    ("Solange", "Merci d'en parler. J'ai jeté les miennes, écœurée."),
    ("Pierre-Luc", "Ouf, pas beau à voir, leur page."),
    ("Mado", "Il faut écrire à l'épicier, il retire déjà les tablettes."),
    ("Jocelyne", "Honteux, tout simplement honteux."),
    ("Bruno", "Et les autres marques, elles font mieux?"),
    ("Odile", "J'attends des excuses. Rien. Quel mépris."),
)

NEWS_FR_QUIET = (
    ("Nordelait agrandit sa fromagerie", "L'entreprise Nordelait ajoutera une salle d'affinage et vingt emplois."),
    ("Le conseil municipal adopte son budget", "La hausse de taxes sera de 1,8 %."),
    ("Tournoi de hockey : record d'inscriptions", "Nordelait commandite de nouveau le tournoi mineur."),
    ("Le pont fermera deux nuits", "Des travaux d'entretien sont prévus la semaine prochaine."),
    ("Le prix du lait monte de deux cents", "Producteurs et transformateurs, dont Nordelait, s'y attendaient."),
    ("Une murale pour l'école du quartier", "Quarante élèves ont tenu le pinceau."),
)
NEWS_FR_CRISIS = (
    (
        "Huile de palme : Nordelait dans l'embarras après une vidéo choc",
        (
            "L'organisme Forêts debout accuse Nordelait de s'approvisionner chez un fournisseur qui rase la forêt. "
            "L'entreprise est accusée de censurer les critiques sur sa page."
        ),
    ),
    (
        "Appel au boycott de Nordelait",
        "Des milliers d'internautes dénoncent la réponse de Nordelait. Un épicier retire la tablette de ses rayons.",
    ),
    (
        "Nordelait perd la maîtrise de sa page",
        "Selon une spécialiste, la menace de Nordelait contre les internautes est une erreur grave.",
    ),
)
NEWS_EN_QUIET = (
    ("Harbour ferry adds a morning run", "The first boat will leave at 6:10."),
    ("Nordelait to sell lactose-free milk in the Maritimes", "Nordelait says the product reaches stores in May."),
    ("Library hours extended", "Doors will stay open until nine on weekdays."),
    ("Farm co-op signs with Nordelait", "Twelve farms will supply Nordelait under a five-year deal."),
    ("Snow clears, trails reopen", "Skiers are advised to check the map."),
)
NEWS_EN_CRISIS = (
    (
        "Video accuses Nordelait of destroying rainforest",
        "The campaign group Standing Forests released a video that links Nordelait's hazelnut bar to illegal logging.",
    ),
    (
        "Nordelait faces boycott as fan page turns into a trial",
        (
            "Angry customers flooded the page after Nordelait threatened to delete altered logos. "
            "One expert calls it a disaster."
        ),
    ),
    (
        "Grocers drop Nordelait bar amid palm oil outrage",
        "Two chains are pulling the bar from shelves. Nordelait did not answer our questions.",
    ),
)
