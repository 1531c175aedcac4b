-- PostgreSQL's schema, the same as SQLite's after steps/016: what a statement writes or reads there, it does here.
-- A column that is 0 or 1 stays a number, times stay text (2010-03-24T14:05:00Z), and text is compared by its bytes, as
-- SQLite does. It needs no extension, and no locale: functions of ours say what is a letter. PostgreSQL 15 and later.

CREATE TABLE smwatch_schema (
  -- for the program's own use: what PRAGMA user_version is for SQLite
  version bigint NOT NULL
);
INSERT INTO smwatch_schema (version) VALUES (16);

CREATE TABLE smwatch_leases (
  -- for the program's own use: which host's feeds one of several pollers has been lent, and until when
  host   text COLLATE "C" PRIMARY KEY,
  until  timestamptz,
  holder bigint
);
CREATE INDEX smwatch_leases_by_holder ON smwatch_leases (holder) WHERE holder IS NOT NULL;

-- What SQLite's functions say, by names that PostgreSQL has no function of.

CREATE FUNCTION smwatch_json_valid(said text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN said IN ('[]', '{}') OR said::json IS NOT NULL;
EXCEPTION WHEN others THEN
  RETURN false;
END $$;

CREATE FUNCTION smwatch_numbers(said text) RETURNS TABLE (key bigint, value bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 AS $$
  -- json_each of a list of whole numbers; key: their place, from 0
  SELECT told.place - 1, told.value::bigint FROM json_array_elements_text(said::json) WITH ORDINALITY AS told (value, place)
$$;

CREATE FUNCTION smwatch_texts(said text) RETURNS TABLE (key bigint, value text) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 100 AS $$
-- json_each of a list of texts, or of the texts of a mapping
BEGIN
  IF said LIKE '{%' THEN
    RETURN QUERY SELECT 0::bigint, told.value COLLATE "C" FROM json_each_text(said::json) AS told;
  ELSE
    RETURN QUERY SELECT told.place - 1, told.value COLLATE "C"
    FROM json_array_elements_text(said::json) WITH ORDINALITY AS told (value, place);
  END IF;
END $$;

CREATE FUNCTION smwatch_rows(said text) RETURNS TABLE (key bigint, value json) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 AS $$
  -- json_each of a list of lists: value ->> 0 is the first of one, as text
  SELECT told.place - 1, told.value FROM json_array_elements(said::json) WITH ORDINALITY AS told (value, place)
$$;

CREATE FUNCTION smwatch_pairs(said text) RETURNS TABLE (key text, value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 AS $$
  -- json_each of a mapping; of none, which Python writes as an empty list, nothing
  SELECT told.key COLLATE "C", told.value COLLATE "C"
  FROM json_each_text(CASE WHEN said = '[]' THEN '{}' ELSE said END::json) AS told (key, value)
$$;

CREATE FUNCTION smwatch_nocase(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- what COLLATE NOCASE compares: only A to Z are alike in both cases
  SELECT lower(said COLLATE "C")
$$;

CREATE FUNCTION smwatch_round(number double precision) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- halves away from zero; PostgreSQL's own goes to the even neighbour
  SELECT trunc(number + CASE WHEN number < 0 THEN -0.5 ELSE 0.5 END)
$$;

CREATE FUNCTION smwatch_two_digits(number bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- printf('%02d', number)
  SELECT (CASE WHEN number BETWEEN 0 AND 9 THEN '0' ELSE '' END || number::text) COLLATE "C"
$$;

CREATE FUNCTION smwatch_date(day text, step text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- date('2010-03-24', '-7 days')
  SELECT to_char(substr(day, 1, 10)::date + step::interval, 'YYYY-MM-DD') COLLATE "C"
$$;

-- Words, as SQLite's full-text index sees them (fts5, unicode61 remove_diacritics 2): the lists were read off it, so
-- that a search finds in both what it finds in one.

CREATE FUNCTION smwatch_fold(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- 'Le Bœuf d''Étienne' -> 'le boeuf d etienne'
DECLARE
  folded text COLLATE "C" := said;
BEGIN
  IF octet_length(folded) <> char_length(folded) THEN
    folded := replace(replace(replace(replace(folded, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE');
    folded := translate(folded, 'éèêàçùâîôûëïÉÀÈÊÇ', 'eeeacuaioueiEAEEC');  -- half the time for French
    IF folded ~ '[\u00c0-\u1fff\u2100-\u2fff\u3040-\uffff\U00010000-\U0001efff\U00020000-\U0002ffff]' THEN
      folded := regexp_replace(normalize(folded, NFD), '([A-Za-z])[\u0300-\u0331]+', '\1', 'g');
      folded := regexp_replace(normalize(folded, NFC),
        '[\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]+', '', 'g');
    END IF;
  END IF;
  folded := regexp_replace(folded, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f'
    '\u0080-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb'
    '\u02ed\u02ef-\u02ff\u0305\u030d-\u030e\u0310\u0312-\u031a\u031c-\u0322\u0329-\u032c\u032f\u0332-\u036f\u0375'
    '\u037e\u0384-\u0385\u0387\u03f6\u0482-\u0489\u055a-\u055f\u0589-\u058a\u058f-\u05c7\u05f3-\u0604\u0606-\u061b'
    '\u061e-\u061f\u064b-\u065f\u066a-\u066d\u0670\u06d4\u06d6-\u06e4\u06e7-\u06ed\u06fd-\u06fe\u0700-\u070f\u0711'
    '\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07f6-\u07f9\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u083e'
    '\u0859-\u085e\u08e4-\u08fe\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962-\u0965\u0970\u0981-\u0983'
    '\u09bc\u09be-\u09cd\u09d7\u09e2-\u09e3\u09f2-\u09f3\u09fa-\u09fb\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a71\u0a75'
    '\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0ae2-\u0ae3\u0af0-\u0af1\u0b01-\u0b03\u0b3c\u0b3e-\u0b4d\u0b56-\u0b57'
    '\u0b62-\u0b63\u0b70\u0b82\u0bbe-\u0bcd\u0bd7\u0bf3-\u0bfa\u0c01-\u0c03\u0c3e-\u0c56\u0c62-\u0c63\u0c7f'
    '\u0c82-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2-\u0ce3\u0d02-\u0d03\u0d3e-\u0d4d\u0d57\u0d62-\u0d63\u0d79\u0d82-\u0d83'
    '\u0dca-\u0ddf\u0df2-\u0df4\u0e31\u0e34-\u0e3f\u0e47-\u0e4f\u0e5a-\u0e5b\u0eb1\u0eb4-\u0eb9\u0ebb-\u0ebc'
    '\u0ec8-\u0ecd\u0f01-\u0f1f\u0f34-\u0f3f\u0f71-\u0f87\u0f8d-\u0fda\u102b-\u103e\u104a-\u104f\u1056-\u1059'
    '\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109f\u10fb\u135d-\u1368'
    '\u1390-\u1399\u1400\u166d-\u166e\u1680\u169b-\u169c\u16eb-\u16ed\u1712-\u1714\u1732-\u1736\u1752-\u1753'
    '\u1772-\u1773\u17b4-\u17d6\u17d8-\u17db\u17dd\u1800-\u180e\u18a9\u1920-\u1945\u19b0-\u19c0\u19c8-\u19c9'
    '\u19de-\u19ff\u1a17-\u1a1f\u1a55-\u1a7f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b00-\u1b04\u1b34-\u1b44\u1b5a-\u1b7c'
    '\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bff\u1c24-\u1c3f\u1c7e-\u1c7f\u1cc0-\u1ce8\u1ced\u1cf2-\u1cf4\u1dc0-\u1de6'
    '\u1dfc-\u1dff\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd-\u2064\u206a-\u206f\u207a-\u207e'
    '\u208a-\u208e\u20a0-\u20b9\u20d0-\u2101\u2103-\u2106\u2108-\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127'
    '\u2129\u212e\u213a-\u213b\u2140-\u2144\u214a-\u214d\u214f\u2190-\u23f3\u2400-\u244a\u249c-\u24e9\u2500-\u26ff'
    '\u2701-\u2775\u2794-\u2b4c\u2b50-\u2b59\u2ce5-\u2cea\u2cef-\u2cf1\u2cf9-\u2cfc\u2cfe-\u2cff\u2d70-\u2d7f'
    '\u2de0-\u2e2e\u2e30-\u2e3b\u2e80-\u3004\u3008-\u3020\u302a-\u3030\u3036-\u3037\u303d-\u303f\u3099-\u309c\u30a0'
    '\u30fb\u3190-\u3191\u3196-\u319f\u31c0-\u31e3\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0'
    '\u32c0-\u32fe\u3300-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua4fe-\ua4ff\ua60d-\ua60f\ua66f-\ua67e\ua69f\ua6f0-\ua716'
    '\ua720-\ua721\ua789-\ua78a\ua802\ua806\ua80b\ua823-\ua82b\ua836-\ua839\ua874-\ua881\ua8b4-\ua8c4\ua8ce-\ua8cf'
    '\ua8e0-\ua8f1\ua8f8-\ua8fa\ua926-\ua92f\ua947-\ua95f\ua980-\ua983\ua9b3-\ua9cd\ua9de-\ua9df\uaa29-\uaa36\uaa43'
    '\uaa4c-\uaa4d\uaa5c-\uaa5f\uaa77-\uaa79\uaa7b\uaab0\uaab2-\uaab4\uaab7-\uaab8\uaabe-\uaabf\uaac1\uaade-\uaadf'
    '\uaaeb-\uaaf1\uaaf5-\uaaf6\uabe3-\uabed\ufb1e\ufb29\ufbb2-\ufbc1\ufd3e-\ufd3f\ufdfc-\ufdfd\ufe00-\ufe26'
    '\ufe30-\ufe6b\ufeff-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff\U00010100-\U00010102'
    '\U00010137-\U0001013f\U00010179-\U00010189\U00010190-\U0001019b\U000101d0-\U000101fd\U0001039f\U000103d0'
    '\U00010857\U0001091f\U0001093f\U00010a01-\U00010a0f\U00010a38-\U00010a3f\U00010a50-\U00010a58\U00010a7f'
    '\U00010b39-\U00010b3f\U00011000-\U00011002\U00011038-\U0001104d\U00011080-\U00011082\U000110b0-\U000110c1'
    '\U00011100-\U00011102\U00011127-\U00011134\U00011140-\U00011143\U00011180-\U00011182\U000111b3-\U000111c0'
    '\U000111c5-\U000111c8\U000116ab-\U000116b7\U00012470-\U00012473\U00016f51-\U00016f7e\U00016f8f-\U00016f92'
    '\U0001d000-\U0001d1dd\U0001d200-\U0001d245\U0001d300-\U0001d356\U0001d6c1\U0001d6db\U0001d6fb\U0001d715'
    '\U0001d735\U0001d74f\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001eef0-\U0001f0be\U0001f0c1-\U0001f0df'
    '\U0001f110-\U0001f12e\U0001f130-\U0001f16b\U0001f170-\U0001f19a\U0001f1e6-\U0001f23a\U0001f240-\U0001f251'
    '\U0001f300-\U0001f320\U0001f330-\U0001f335\U0001f337-\U0001f37c\U0001f380-\U0001f393\U0001f3a0-\U0001f3c4'
    '\U0001f3c6-\U0001f3ca\U0001f3e0-\U0001f3f0\U0001f400-\U0001f43e\U0001f440\U0001f442-\U0001f4f7'
    '\U0001f4f9-\U0001f4fc\U0001f500-\U0001f53d\U0001f540-\U0001f543\U0001f550-\U0001f567\U0001f5fb-\U0001f640'
    '\U0001f645-\U0001f64f\U0001f680-\U0001f6c5\U0001f700-\U0001f773\U000e0001-\U000e01ef'
    ']+', ' ', 'g');
  folded := lower(folded COLLATE "C");
  IF folded ~ '[\u00b5\u00c6\u00d0\u00d8\u00de\u0110\u0126\u0132\u013f-\u0141\u014a\u0152\u0166\u017f-\u018b\u018e-\u0198\u019c-\u019f\u01a2-\u01a9\u01ac-\u01ae\u01b1-\u01b8\u01bc\u01c4-\u01cb\u01e2-\u01e4\u01ee\u01f1-\u01f2\u01f6-\u01f7\u01fc-\u01fe\u021c\u0220-\u0224\u023a-\u023e\u0241-\u024e]' THEN  -- Latin
    folded := translate(folded,
      'µÆÐØÞĐĦĲĿŁŊŒŦſƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǄǅǇǈǊǋǢǤǮǱǲǶǷǼǾȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎ',
      'μæðøþđħĳŀłŋœŧsɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǆǆǉǉǌǌǣǥǯǳǳƕƿǽǿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏ');
  END IF;
  IF folded ~ '[\u0370-\u0372\u0376\u0386-\u03ab\u03c2\u03cf-\u03d1\u03d5-\u03f1\u03f4-\u03fa\u03fd-\u03ff]' THEN  -- Greek
    folded := translate(folded,
      'ͰͲͶΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫςϏϐϑϕϖϘϚϜϞϠϢϤϦϨϪϬϮϰϱϴϵϷϹϺϽϾϿ',
      'ͱͳͷάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσϗβθφπϙϛϝϟϡϣϥϧϩϫϭϯκρθεϸϲϻͻͼͽ');
  END IF;
  IF folded ~ '[\u0400-\u042f]' THEN  -- Cyrillic
    folded := translate(folded,
      'ЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
      'ѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюя');
  END IF;
  IF folded ~ '[\u0460-\u0480\u048a-\u0526\u0531-\u0556\u10a0-\u10cd\u1e9b-\u1e9e\u1efa-\u1efe\u1f08-\u1f0f\u1f18-\u1f1d\u1f28-\u1f2f\u1f38-\u1f3f\u1f48-\u1f4d\u1f59-\u1f5f\u1f68-\u1f6f\u1f88-\u1f8f\u1f98-\u1f9f\u1fa8-\u1faf\u1fb8-\u1fbc\u1fc8-\u1fcc\u1fd8-\u1fda\u1fe8-\u1fec\u1ff8-\u1ffc\u2132\u2160-\u216f\u2183\u2c00-\u2c2e\u2c60-\u2c75\u2c7e-\u2ce2\u2ceb-\u2cf2\ua640-\ua66c\ua680-\ua696\ua722-\ua76e\ua779-\ua792\ua7a0-\ua7aa\uff21-\uff3a\U00010400-\U00010427]' THEN  -- other scripts, and what is rare of these
    folded := translate(folded,
      'ѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԱԲԳԴ'
      'ԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍẛẞỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮ'
      'ἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾸᾹᾺᾼῈῊῌῘῙῚῨῩῪῬῸῺῼℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍ'
      'ⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭ'
      'ⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞠꞢꞤꞦꞨꞪＡＢＣＤＥＦＧＨ'
      'ＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧',
      'ѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧաբգդ'
      'եզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭsßỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦ'
      'ἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱὰᾳὲὴῃῐῑὶῠῡὺῥὸὼῳⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽ'
      'ⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮ'
      'ⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞡꞣꞥꞧꞩɦａｂｃｄｅｆｇｈ'
      'ｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏');
  END IF;
  RETURN folded;
END $$;

CREATE FUNCTION smwatch_words(title text, said text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
-- The words of an entry with their places, the title's marked A. The text's come one place later than they would, so that
-- no phrase begins in one and ends in the other. PostgreSQL counts 16,383 places, and lets a row have a megabyte of words.
DECLARE
  first  text COLLATE "C" := btrim(smwatch_fold(title));
  second text COLLATE "C" := btrim(smwatch_fold(said));
  ahead  bigint := 2 + char_length(first) - char_length(replace(first, ' ', ''));
BEGIN
  IF octet_length(first) + octet_length(second) > 340000 THEN  -- a third of that megabyte, as each word adds to its bytes
    first := left(first, 10000);
    second := left(second, 70000);
  END IF;
  RETURN (
    SELECT coalesce(string_agg(left(w.word, 500) || ':' || least(w.place, 16383) || w.weight, ' '), '')::tsvector
    FROM (
      SELECT t.word, t.place, 'A' AS weight FROM string_to_table(first, ' ') WITH ORDINALITY AS t (word, place)
      UNION ALL
      SELECT t.word, t.place + ahead, '' FROM string_to_table(second, ' ') WITH ORDINALITY AS t (word, place)
    ) AS w
    WHERE w.word <> '');
END $$;

CREATE FUNCTION smwatch_sought(asked text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
-- What search.py asks SQLite for, as PostgreSQL is asked: ("rappel" * "air canada") NOT ("concours" OR "prix")
DECLARE
  part     text[];
  phrase   text;
  wanted   text[] := '{}';
  unwanted text[] := '{}';
  against  boolean := false;
BEGIN
  FOR part IN SELECT regexp_matches(asked COLLATE "C", '"([^"]*)"( \*)?|(NOT)', 'g') LOOP
    IF part[3] IS NOT NULL THEN
      against := true;
      CONTINUE;
    END IF;
    SELECT string_agg('''' || left(t.word, 500) || '''', ' <-> ' ORDER BY t.place) INTO phrase
    FROM string_to_table(smwatch_fold(part[1]), ' ') WITH ORDINALITY AS t (word, place) WHERE t.word <> '';
    IF phrase IS NOT NULL THEN
      phrase := '(' || phrase || CASE WHEN part[2] IS NULL THEN '' ELSE ':*' END || ')';
      IF against THEN unwanted := unwanted || phrase; ELSE wanted := wanted || phrase; END IF;
    END IF;
  END LOOP;
  IF cardinality(wanted) = 0 THEN
    RETURN ''::tsquery;
  END IF;
  RETURN (array_to_string(wanted, ' & ')
    || CASE WHEN cardinality(unwanted) = 0 THEN '' ELSE ' & !(' || array_to_string(unwanted, ' | ') || ')' END)::tsquery;
END $$;

CREATE FUNCTION smwatch_holds(words tsvector, asked text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- entries_search MATCH asked
  SELECT words @@ smwatch_sought(asked)
$$;

CREATE FUNCTION smwatch_rank(words tsvector, sought tsquery) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- the lower, the better it fits, as bm25(entries_search, 10, 1) says it: a word in the title counts ten times as much
  SELECT -ts_rank('{0.1, 0.1, 0.1, 1}', words, sought, 1)::double precision
$$;

CREATE TABLE feeds (
  -- a URL that is polled, and how it is doing
  id             bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  url            text COLLATE "C" NOT NULL UNIQUE,                 -- as the config, a search or the page that led here names it
  source         text COLLATE "C" NOT NULL,                        -- as a person names it: declared, else its title, else its host
  title          text COLLATE "C" NOT NULL DEFAULT '',             -- what the feed calls itself
  kind           text COLLATE "C" NOT NULL DEFAULT 'entries' CHECK (kind IN ('entries', 'comments')),
  origin         text COLLATE "C" NOT NULL DEFAULT 'config' CHECK (origin IN ('config', 'search', 'discovered')),
  parent_id      bigint REFERENCES feeds (id),                     -- discovered: the feed that led here
  thread         text COLLATE "C" NOT NULL DEFAULT '',             -- comments of one entry: that entry's URL
  about          text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(about)), -- brands: every entry is a PAGE mention
  comments       text COLLATE "C" NOT NULL DEFAULT 'mentions' CHECK (comments IN ('mentions', 'all', 'none')),
  author_role    text COLLATE "C" NOT NULL DEFAULT 'public',       -- who its authors are, where nothing else tells
  every_seconds  bigint,                                           -- shortest time between polls; NULL: adapts
  enabled        bigint NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  gone           bigint NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), -- answered 410: never polled again
  retired        bigint NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)), -- comments gone quiet: polled when somebody comments
  status         text COLLATE "C" GENERATED ALWAYS AS (
                   CASE WHEN enabled = 0 THEN 'disabled' WHEN gone <> 0 THEN 'gone' WHEN failures <> 0 THEN 'failing'
                        WHEN silent <> '' THEN 'silent' ELSE 'ok' END
                 ) STORED,
  added          text COLLATE "C",                                 -- when it was declared or found; NULL: before that was kept
  last_poll      text COLLATE "C",                                 -- when it was last tried
  last_new       text COLLATE "C",                                 -- when a poll last brought something new
  next_poll      text COLLATE "C",                                 -- NULL: at once; in the year 9999: never
  next_why       text COLLATE "C" NOT NULL DEFAULT '',
  polls          bigint NOT NULL DEFAULT 0,                        -- that went well
  unchanged      bigint NOT NULL DEFAULT 0,                        -- of these, how many brought nothing to read
  seen           bigint NOT NULL DEFAULT 0,                        -- entries in its last document
  notes          text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(notes)), -- flaws that were lived with
  failures       bigint NOT NULL DEFAULT 0,                        -- in a row
  failing_since  text COLLATE "C",
  failure_kind   text COLLATE "C" NOT NULL DEFAULT '',
  failure_status bigint,                                           -- HTTP status, where there was one
  failure        text COLLATE "C" NOT NULL DEFAULT '',             -- what went wrong, in English, with {gaps} for failure_args
  failure_args   text COLLATE "C" NOT NULL DEFAULT '{}' CHECK (smwatch_json_valid(failure_args)),
  silent         text COLLATE "C" NOT NULL DEFAULT '' CHECK (silent IN ('', 'stopped', 'shrunk')), -- against its habit: how
  silent_since   text COLLATE "C",                                 -- when it last had something new, where it is silent
  moved_to       text COLLATE "C" NOT NULL DEFAULT '',             -- where it is polled since it moved for good
  -- for the program's own use
  named          bigint NOT NULL DEFAULT 0 CHECK (named IN (0, 1)), -- the config names the source
  link           text COLLATE "C" NOT NULL DEFAULT '',             -- url without scheme, fragment and closing slash: to compare by
  host           text COLLATE "C" GENERATED ALWAYS AS (substr(link, 1, strpos(link || '/', '/') - 1)) STORED, -- with its port
  moving_to      text COLLATE "C" NOT NULL DEFAULT '',             -- where its last answer said that it moved; believed the second time
  etag           text COLLATE "C" NOT NULL DEFAULT '',
  last_modified  text COLLATE "C" NOT NULL DEFAULT '',
  body_digest    text COLLATE "C" NOT NULL DEFAULT '',
  marks          bytea NOT NULL DEFAULT '\x',                      -- what each entry of its last document is known by (feeds/split.py)
  asks           text COLLATE "C" NOT NULL DEFAULT '' CHECK (asks = '' OR smwatch_json_valid(asks)), -- how its document asks to be polled
  held           bigint NOT NULL DEFAULT 0 CHECK (held IN (0, 1)), -- its server asked to wait until next_poll
  rhythm         bytea NOT NULL DEFAULT '\x',                      -- how often it has something new (feeds/rhythm.py)
  silent_after   text COLLATE "C",                                 -- its habit explains no silence beyond; NULL: that can't be told
  worth          double precision NOT NULL DEFAULT 0,              -- mentions that it brought, negative ones twice, fading from worth_at
  worth_at       text COLLATE "C",
  comment_count  bigint,                                           -- comments that there are, as the entry's own feed last said
  reread bigint NOT NULL DEFAULT 0,
  followed bigint NOT NULL DEFAULT 1,
  thread_link text COLLATE "C" NOT NULL DEFAULT '',
  edits bigint NOT NULL DEFAULT 0 CHECK (edits = 0 OR edits = 1)
);
CREATE INDEX feeds_by_parent ON feeds (parent_id);
CREATE INDEX feeds_by_link ON feeds (link);
CREATE INDEX feeds_by_thread ON feeds (thread_link) WHERE thread_link <> '';

CREATE TABLE entries (
  -- every entry that a feed ever showed, whether it mentions anybody or not; the long text stands last, so that
  -- SQLite needn't walk over it to read the rest
  id            bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  feed_id       bigint NOT NULL REFERENCES feeds (id),
  key           text COLLATE "C" NOT NULL,                         -- what it is known by within its feed
  own_id        text COLLATE "C" NOT NULL DEFAULT '',              -- the id that the feed gives it
  digest        text COLLATE "C" NOT NULL,                         -- changes when title or text are edited
  url           text COLLATE "C" NOT NULL DEFAULT '',
  link          text COLLATE "C" NOT NULL DEFAULT '',              -- url without scheme, fragment and closing slash: to compare by
  kind          text COLLATE "C" NOT NULL CHECK (kind IN ('entry', 'comment')),
  thread        text COLLATE "C" NOT NULL DEFAULT '',              -- a comment: URL of the entry it answers
  published     text COLLATE "C" NOT NULL,
  date_trust    text COLLATE "C" NOT NULL CHECK (date_trust IN ('feed', 'guessed', 'clamped')), -- how far to believe published
  fetched       text COLLATE "C" NOT NULL,                         -- when smwatch first saw it
  edited        text COLLATE "C",                                  -- when smwatch last saw it changed
  lang          text COLLATE "C" NOT NULL DEFAULT '',              -- found in the text: fr, en, ...; '' where it can't be told
  author        text COLLATE "C" NOT NULL DEFAULT '',
  author_email  text COLLATE "C" NOT NULL DEFAULT '',
  author_url    text COLLATE "C" NOT NULL DEFAULT '',
  comment_feeds text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(comment_feeds)), -- URLs of the feeds of its comments
  title         text COLLATE "C" NOT NULL DEFAULT '',              -- plain text
  text          text COLLATE "C" NOT NULL DEFAULT '',               -- plain text
  thread_link   text COLLATE "C" NOT NULL DEFAULT '',              -- thread, likewise as link
  let_go        text COLLATE "C" CHECK (let_go = 'entry' OR let_go = 'mention' OR let_go = 'author'), -- its text isn't kept any more
  UNIQUE (feed_id, key)
);
CREATE INDEX entries_by_feed ON entries (feed_id);
CREATE INDEX entries_by_link ON entries (link) WHERE link <> '';
CREATE INDEX entries_by_thread ON entries (thread_link) WHERE thread_link <> '';
CREATE INDEX comments_by_url ON entries (digest, url, author) WHERE kind = 'comment';
CREATE INDEX comments_by_own_id ON entries (digest, own_id, author) WHERE kind = 'comment' AND own_id <> '';

CREATE TABLE mentions (
  -- an entry that is about a brand, why we think so, and how it feels
  id             bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, -- a number never comes back for another mention
  entry_id       bigint NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  brand          text COLLATE "C" NOT NULL,
  why            text COLLATE "C" NOT NULL CHECK (why IN ('NAMED', 'THREAD', 'PAGE')),
  kind           text COLLATE "C" NOT NULL CHECK (kind IN ('entry', 'comment', 'edit')), -- edit: it came with an edit of its entry
  published      text COLLATE "C" NOT NULL,                        -- its entry's; a trigger keeps them alike
  fetched        text COLLATE "C" NOT NULL,                        -- when smwatch learnt of it
  score          double precision GENERATED ALWAYS AS (            -- -1 to 1; NULL where nothing could be scored
                   CASE user_label WHEN 'negative' THEN -1.0 WHEN 'neutral' THEN 0.0 WHEN 'positive' THEN 1.0
                        ELSE machine_score END
                 ) STORED,
  label          text COLLATE "C" GENERATED ALWAYS AS (            -- negative, neutral, positive: yours where you gave one
                   coalesce(user_label, machine_label)
                 ) STORED,
  scorer         text COLLATE "C" GENERATED ALWAYS AS (            -- name and version; user: a person said so
                   CASE WHEN user_label IS NULL THEN machine_scorer ELSE 'user' END
                 ) STORED,
  user_label     text COLLATE "C" CHECK (user_label IN ('negative', 'neutral', 'positive')), -- yours, of this mention or of its story
  machine_score  double precision,                                 -- what the scorer says, also where you said otherwise
  machine_label  text COLLATE "C" CHECK (machine_label IN ('negative', 'neutral', 'positive')),
  machine_scorer text COLLATE "C" NOT NULL DEFAULT '',
  worst          double precision,                                 -- score of the worst sentence about the brand; NULL: not known
  story          text COLLATE "C" NOT NULL DEFAULT '',             -- copies of one text share it
  status         text COLLATE "C" NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'assigned', 'answered', 'ignored')),
  assignee       text COLLATE "C" NOT NULL DEFAULT '',
  tags           text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(tags)),
  edited         bigint NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)), -- its entry changed since it was first told
  current        bigint NOT NULL DEFAULT 1 CHECK (current IN (0, 1)), -- 0: the query no longer matches; hidden
  spans          text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(spans)), -- names found: [part, start, end]
  words          text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(words)), -- what made the score: [word, share]
  -- for the program's own use
  label_id       bigint,                                           -- whose user_label it is, in labels
  UNIQUE (entry_id, brand)
);
CREATE INDEX mentions_by_published ON mentions (published, id);
CREATE INDEX mentions_by_brand_published ON mentions (brand, published, id);
CREATE INDEX mentions_by_brand_fetched ON mentions (brand, fetched);
CREATE INDEX mentions_by_story ON mentions (story) WHERE story <> '';
CREATE INDEX mentions_by_scorer ON mentions (current, machine_scorer);
CREATE INDEX mentions_by_status ON mentions (published) WHERE status <> 'new';

CREATE TABLE alerts (
  -- a stretch of time in which a brand gets too many negative mentions, with its arithmetic
  id             bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  brand          text COLLATE "C" NOT NULL,
  kind           text COLLATE "C" NOT NULL CHECK (kind IN ('crisis', 'buzz')),
  level          text COLLATE "C" NOT NULL CHECK (level IN ('emerging', 'confirmed', 'cooling', 'closed')),
  opened         text COLLATE "C" NOT NULL,
  confirmed      text COLLATE "C",
  peak           text COLLATE "C",
  closed         text COLLATE "C",
  updated        text COLLATE "C" NOT NULL,
  window_seconds bigint NOT NULL,                                  -- the window that spoke loudest; the counts below are its
  negatives      bigint NOT NULL,                                  -- distinct stories that are negative
  mentions       bigint NOT NULL,
  stories        bigint NOT NULL,
  authors        bigint NOT NULL,
  expected       double precision NOT NULL,                        -- negatives expected, from the brand's past
  probability    double precision NOT NULL,                        -- of as many or more by chance
  sources        text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(sources)), -- [name, count], loudest first
  threads        text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(threads)),
  terms          text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(terms)),
  first_mention  bigint REFERENCES mentions (id) ON DELETE SET NULL,
  status         text COLLATE "C" NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'acknowledged', 'assigned', 'false', 'done')),
  assignee       text COLLATE "C" NOT NULL DEFAULT '',
  previous       bigint REFERENCES alerts (id),                    -- the alert before, of which this is another wave
  unheard text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(unheard)),
  version bigint NOT NULL DEFAULT 0,
  due text COLLATE "C"
);
CREATE INDEX alerts_by_brand ON alerts (brand, opened);
CREATE INDEX alerts_by_first_mention ON alerts (first_mention);

CREATE TABLE alert_notes (
  -- what people noted about an alert, the reason for closing it included; they go with it
  id       bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  alert_id bigint NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at       text COLLATE "C" NOT NULL,                              -- when it was noted
  who      text COLLATE "C" NOT NULL,                              -- $SMWATCH_USER, or the name of the system's user
  text     text COLLATE "C" NOT NULL
);
CREATE INDEX alert_notes_by_alert ON alert_notes (alert_id);

CREATE TABLE tasks (
  -- what is done about a mention, once somebody decided something or an answer was found; status and assignee stand with
  -- the mention
  mention_id bigint PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE, -- the mention, in `mentions`
  version    bigint NOT NULL DEFAULT 0,                            -- how often something was decided about it
  assigned   text COLLATE "C",                                     -- when its assignee was given it; NULL: nobody has it
  due        text COLLATE "C",                                     -- by when it is to be answered, as the playbook said then; NULL: no time was set
  answered   text COLLATE "C",                                     -- when the answer was published, or a person said that it was given
  answer     text COLLATE "C" NOT NULL DEFAULT '',                 -- link of the answer; '' where none was given
  found      bigint NOT NULL DEFAULT 0 CHECK (found IN (0, 1)),    -- smwatch found the answer; no person said so
  answer_id  bigint REFERENCES mentions (id) ON DELETE SET NULL,   -- the mention that answers it, where it was found
  reopened   text COLLATE "C"                                      -- when a person last opened it again: what was found before is no answer
);
CREATE INDEX tasks_by_answer ON tasks (answer_id) WHERE answer_id IS NOT NULL;

CREATE TABLE mention_notes (
  -- what people noted about mentions, the reason for ignoring one included; they go with it
  id         bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,  -- its number
  mention_id bigint NOT NULL REFERENCES mentions (id) ON DELETE CASCADE, -- the mention that it is about, in `mentions`
  at         text COLLATE "C" NOT NULL,                            -- when it was noted
  who        text COLLATE "C" NOT NULL,                            -- $SMWATCH_USER, or the name of the system's user
  text       text COLLATE "C" NOT NULL                             -- what was noted
);
CREATE INDEX mention_notes_by_mention ON mention_notes (mention_id);

CREATE TABLE colleagues (
  -- whom work was given to: the journal names them by these numbers, so that it stays whole when one is forgotten
  id   bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,        -- its number
  name text COLLATE "C" NOT NULL                                   -- as the config had it
);

CREATE TABLE labels (
  -- for the program's own use: what people said that mentions feel, and the text that they said it of
  id             bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  mention_id     bigint REFERENCES mentions (id) ON DELETE SET NULL, -- that it was given to
  brand          text COLLATE "C" NOT NULL,
  story          text COLLATE "C" NOT NULL,                        -- as the mention has it now: it holds for all of this story
  label          text COLLATE "C" NOT NULL CHECK (label IN ('negative', 'neutral', 'positive')),
  at             text COLLATE "C" NOT NULL,
  removed        text COLLATE "C",                                 -- when it was taken back, or another took its place
  title          text COLLATE "C" NOT NULL,
  text           text COLLATE "C" NOT NULL,
  lang           text COLLATE "C" NOT NULL,
  spans          text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(spans)), -- the brand's names, and those of other brands
  others         text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(others)),
  machine_score  double precision,                                 -- what the scorer had said, knowing nothing of it
  machine_label  text COLLATE "C",
  machine_scorer text COLLATE "C" NOT NULL
);
CREATE INDEX labels_by_mention ON labels (mention_id);
CREATE INDEX labels_by_story ON labels (story, brand);

CREATE TABLE hourly (
  -- mentions that count (current), by the hour in which they were published, brand, language and feed; triggers keep it
  -- right, and `smwatch db check` compares it with the mentions
  day      text COLLATE "C" NOT NULL,                              -- in UTC: 2010-03-24
  brand    text COLLATE "C" NOT NULL,                              -- that they are about
  hour     bigint NOT NULL CHECK (hour BETWEEN 0 AND 23),          -- of that day, in UTC
  lang     text COLLATE "C" NOT NULL,                              -- fr, en, ...; '' where it can't be told
  feed_id  bigint NOT NULL REFERENCES feeds (id),                  -- that brought them
  mentions bigint NOT NULL,                                        -- how many; of these,
  negative bigint NOT NULL,                                        -- so many are labelled negative,
  neutral  bigint NOT NULL,                                        -- so many neutral,
  positive bigint NOT NULL,                                        -- so many positive; the rest could not be scored
  scored   bigint NOT NULL,                                        -- how many have a score
  score    bigint NOT NULL,                                        -- the sum of their scores, in millionths
  PRIMARY KEY (day, brand, hour, lang, feed_id)
);
CREATE INDEX hourly_other_languages ON hourly (lang, day) WHERE lang NOT IN ('fr', 'en');

CREATE TABLE audit (
  -- who decided what, and when. It only grows, and holds no text and no author's name: whoever is forgotten isn't in it
  id      bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  at      text COLLATE "C" NOT NULL,                               -- when it was decided
  who     text COLLATE "C" NOT NULL,                               -- $SMWATCH_USER, or the name of the system's user
  what    text COLLATE "C" NOT NULL,                               -- label, unlabel, use, remove, prune, forget, ...
  subject text COLLATE "C" NOT NULL,                               -- of what kind: mention, alert, head, brand, author, database
  number  bigint,                                                  -- its id, where it has one
  was     text COLLATE "C" NOT NULL DEFAULT '',                    -- a label, a number: before,
  became  text COLLATE "C" NOT NULL DEFAULT '',                    -- and since
  version bigint,
  whom_was bigint,
  whom bigint
);
CREATE INDEX audit_by_subject ON audit (subject, number);

CREATE TABLE outbox (
  -- every message that smwatch sends: written before it goes out, so that none is lost, and what was sent can be told
  id         bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  kind       text COLLATE "C" NOT NULL CHECK (kind IN ('digest', 'notice')), -- notice: an alert opened or got worse
  way        text COLLATE "C" NOT NULL DEFAULT 'mail' CHECK (way IN ('mail', 'apprise', 'webhook')), -- by which it leaves
  name       text COLLATE "C" NOT NULL,                            -- of the digest, or of whom is told, in the config; '' where it has none
  alert      bigint,                                               -- number of the alert that it tells of
  since      text COLLATE "C",                                     -- it tells of the time from then on; NULL: that was not kept
  until      text COLLATE "C" NOT NULL,                            -- and up to here
  message_id text COLLATE "C" NOT NULL DEFAULT '',                 -- its Message-ID, the same each time that it is tried
  recipients text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(recipients)), -- addresses
  taken      text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(taken)), -- of these, whom a server took it for
  refused    text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (smwatch_json_valid(refused)), -- of these, whom the server would not take it for
  state      text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'given up', 'replaced')), -- given up: no server will take it; replaced: newer news went instead
  tries      bigint NOT NULL DEFAULT 0,                            -- how often it was handed to a server
  tried      text COLLATE "C",                                     -- when it was last tried
  due        text COLLATE "C",                                     -- not before then; NULL: at once
  expires    text COLLATE "C",                                     -- from then on it is tried no more; NULL: that was not kept
  trouble    text COLLATE "C" NOT NULL DEFAULT '{}' CHECK (smwatch_json_valid(trouble)), -- what went wrong the last time: a message, and what it names
  sent       text COLLATE "C",                                     -- when the server took it
  message    bytea,                                                -- as it goes out; NULL once that is settled: texts are kept in one place
  reached bigint
);
CREATE INDEX outbox_by_name ON outbox (kind, name, until);
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
CREATE INDEX outbox_by_alert ON outbox (alert) WHERE alert IS NOT NULL;

CREATE TABLE scans (
  -- one pass over the feeds that were due; ended is NULL while it runs, or when it was killed
  id                bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  started           text COLLATE "C" NOT NULL,
  ended             text COLLATE "C",
  seconds           double precision,
  due               bigint NOT NULL DEFAULT 0,
  polled            bigint NOT NULL DEFAULT 0,
  unchanged         bigint NOT NULL DEFAULT 0,
  failed            bigint NOT NULL DEFAULT 0,
  skipped           bigint NOT NULL DEFAULT 0,                     -- enabled feeds that were not due
  entries_seen      bigint NOT NULL DEFAULT 0,
  entries_new       bigint NOT NULL DEFAULT 0,
  mentions_new      bigint NOT NULL DEFAULT 0,
  mentions_negative bigint NOT NULL DEFAULT 0,
  alerting          bigint NOT NULL DEFAULT 0                      -- alerts that were open at its end
);

CREATE TABLE author_roles (
  -- for the program's own use: entries whose author is known by [company] or [[people]] of the config; the others' role is
  -- that of their feed, and mentions_flat tells both
  entry_id bigint PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  role     text COLLATE "C" NOT NULL CHECK (role IN ('official', 'employee', 'partner', 'press', 'public'))
);
CREATE INDEX author_roles_by_role ON author_roles (role);

CREATE TABLE roles_done (
  -- for the program's own use: by which config roles were told (told), and the last mention that was looked at for an
  -- employee who speaks for the company (noted)
  name  text COLLATE "C" PRIMARY KEY CHECK (name IN ('told', 'noted')),
  value text COLLATE "C" NOT NULL
);

CREATE TABLE voices (
  -- for the program's own use: comments by the company's own voice, by which answers are found
  mention_id bigint PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE
);

CREATE TABLE heeded (
  -- for the program's own use: the last mention that was looked at for whether it is an answer, or has one
  id      bigint PRIMARY KEY CHECK (id = 1),
  reached bigint NOT NULL
);

CREATE TABLE brands (
  -- for the program's own use: the brands that are watched, and which query their mentions are of
  name        text COLLATE "C" PRIMARY KEY,
  since       text COLLATE "C" NOT NULL,                           -- when it was first watched
  fingerprint text COLLATE "C" NOT NULL DEFAULT '',                -- of the query that everything stored was matched with
  pending     text COLLATE "C" NOT NULL DEFAULT '',                -- of the one that entries are being matched with; '': that is done
  reason      text COLLATE "C" NOT NULL DEFAULT '',                -- for that: new, query, program
  reached     bigint NOT NULL DEFAULT 0,                           -- the last entry that was matched with it
  entries     bigint NOT NULL DEFAULT 0,                           -- matched with it so far, and mentions won and lost
  won         bigint NOT NULL DEFAULT 0,
  lost        bigint NOT NULL DEFAULT 0,
  judged text COLLATE "C"
);

CREATE TABLE unsettled (
  -- for the program's own use: comments whose entry gained or lost a mention, to be matched again in this scan
  entry_id bigint PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE
);

CREATE TABLE story_texts (
  -- for the program's own use: what an entry that is a mention is known by among its copies (text/shingles.py)
  entry_id bigint PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  fetched  text COLLATE "C" NOT NULL,
  print    bytea                                                   -- NULL: to be made with the next mentions that come
);
CREATE INDEX story_texts_by_fetched ON story_texts (fetched);
CREATE INDEX story_texts_to_make ON story_texts (fetched) WHERE print IS NULL;

CREATE TABLE story_marks (
  -- for the program's own use: which of these texts share a run of words; no text is compared but by way of this
  mark     bigint NOT NULL,
  entry_id bigint NOT NULL,
  PRIMARY KEY (mark, entry_id)
);

CREATE TABLE heads (
  -- for the program's own use: what scorers learnt from labels
  version bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  scorer  text COLLATE "C" NOT NULL,                               -- that it belongs to, with its version
  made    text COLLATE "C" NOT NULL,
  labels  bigint NOT NULL,                                         -- how many it learnt from
  data    bytea NOT NULL,
  figures text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(figures)), -- what it was worth on them, before and after
  active  bigint NOT NULL CHECK (active IN (0, 1)),                -- it scores; one of a scorer's at most
  removed bigint NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))      -- its data are gone; what taught it isn't learnt again
);
CREATE UNIQUE INDEX heads_active ON heads (scorer) WHERE active <> 0;

CREATE TABLE choices (
  -- for the program's own use: what a person chose until they say otherwise; no_head: none of the heads is to be used
  name text COLLATE "C" PRIMARY KEY CHECK (name IN ('no_head'))
);

CREATE TABLE rescoring (
  -- for the program's own use: which mentions are all being scored again, and how far that has come
  scope   text COLLATE "C" PRIMARY KEY,
  reached bigint NOT NULL                                          -- the last mention that was
);

CREATE TABLE listening (
  -- for the program's own use: how far the detector has listened to a brand. No row: it hears all again
  brand   text COLLATE "C" PRIMARY KEY,
  reached bigint NOT NULL,                                         -- the last mention that was stored by then, of any brand
  since   text COLLATE "C" NOT NULL,                               -- what was fetched before doesn't matter any more
  state   bytea NOT NULL                                           -- what it knows, in numbers; empty: it is listening just now
);

CREATE TABLE listed (
  -- for the program's own use: up to which mention somebody has listed what is new (`mentions --since last`), a row for
  -- each set of filters
  person  text COLLATE "C" NOT NULL,
  filters text COLLATE "C" NOT NULL CHECK (smwatch_json_valid(filters)), -- those that were asked with
  reached bigint NOT NULL,                                         -- number of the last mention that was stored by then
  at      text COLLATE "C" NOT NULL,                               -- when that was
  rowid   bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE,  -- SQLite has one of itself
  PRIMARY KEY (person, filters)
);

CREATE TABLE backups (
  -- copies of this database that smwatch made: whoever is forgotten here may still stand there
  id   bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  at   text COLLATE "C" NOT NULL,                                  -- when it was made
  path text COLLATE "C" NOT NULL UNIQUE                            -- where it was put
);

CREATE TABLE forgotten (
  -- for the program's own use: authors whose entries aren't kept; by prints alone, no name stands here
  id     bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  at     text COLLATE "C" NOT NULL,
  undone text COLLATE "C"                                          -- when that was taken back: entries that come later are kept
);

CREATE TABLE forgotten_signs (
  -- for the program's own use: what they sign with
  print        bytea PRIMARY KEY,                                  -- of a name, an address or a page, made with the salt
  forgotten_id bigint NOT NULL REFERENCES forgotten (id)
);

CREATE TABLE forgotten_salt (
  -- for the program's own use: this database's own, so that its prints can't be looked up elsewhere
  salt bytea NOT NULL
);
INSERT INTO forgotten_salt (salt) SELECT uuid_send(gen_random_uuid()); -- 122 bits by chance

CREATE TABLE entries_search (
  -- for the program's own use: the words of the entries that are mentions; triggers keep them right
  rowid bigint PRIMARY KEY,                                         -- the entry's id
  words tsvector NOT NULL
);
CREATE INDEX entries_search_words ON entries_search USING gin (words);

-- Views

CREATE VIEW entries_spelt AS
SELECT id,
       replace(replace(replace(replace(title, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS title,
       replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS text
FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id);

CREATE VIEW labels_held AS
-- for the program's own use: the label that holds for a mention: its own, else the last that was given to its story
SELECT m.id, l.id AS label_id, l.label
FROM mentions AS m JOIN labels AS l ON l.id = coalesce(
  (SELECT max(own.id) FROM labels AS own WHERE own.mention_id = m.id AND own.removed IS NULL),
  (SELECT max(told.id) FROM labels AS told
   WHERE told.brand = m.brand AND told.story = m.story AND told.story <> '' AND told.removed IS NULL));

CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0;
-- a login in the feed's address is left out
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source,
       CASE WHEN strpos(f.host, '@') > 0
            THEN substr(f.url, 1, strpos(f.url, '://') + 2) || '***@'
                 || substr(f.url, strpos(f.url, '://') + 3 + length(rtrim(f.host, replace(f.host, '@', ''))))
            ELSE f.url END AS feed,
       e.url, e.title, e.text, e.author, coalesce(r.role, f.author_role) AS author_role, e.lang, m.score, m.label,
       m.scorer, m.story, e.thread, m.status, m.assignee, m.tags, m.kind, m.edited, m.current, m.worst, m.machine_score,
       m.machine_label, m.machine_scorer, m.entry_id
FROM mentions AS m
JOIN entries AS e ON e.id = m.entry_id
JOIN feeds AS f ON f.id = e.feed_id
LEFT JOIN author_roles AS r ON r.entry_id = m.entry_id;

CREATE VIEW daily AS
-- mentions that count, by the UTC day on which they were published, brand, language and source: how many, how many of
-- each label, and the mean score, from -1 to 1, of those that have one; for more than a day, sum up
SELECT h.day, h.brand, h.lang, f.source,
       CAST(sum(h.mentions) AS bigint) AS mentions,
       CAST(sum(h.negative) AS bigint) AS negative,
       CAST(sum(h.neutral) AS bigint) AS neutral,
       CAST(sum(h.positive) AS bigint) AS positive,
       CAST(sum(h.score) AS double precision) / 1000000.0::double precision
         / CAST(nullif(sum(h.scored), 0) AS double precision) AS score,
       CAST(sum(h.mentions - h.negative - h.neutral - h.positive) AS bigint) AS unscored
FROM hourly AS h JOIN feeds AS f ON f.id = h.feed_id
GROUP BY h.day, h.brand, h.lang, f.source;

CREATE VIEW share_of_voice AS
-- of all mentions of a month (2010-03) but those by the company's own people, which share, from 0 to 1, is about which
-- brand; other spans, with everybody: sum up `daily`
SELECT s.month, s.brand, s.mentions,
       CAST(s.mentions AS double precision) / CAST(sum(s.mentions) OVER (PARTITION BY s.month) AS double precision) AS share
FROM (
  SELECT c.month, c.brand, CAST(sum(c.n) AS bigint) AS mentions
  FROM (
    SELECT substr(h.day, 1, 7) AS month, h.brand, h.mentions AS n
    FROM hourly AS h JOIN feeds AS f ON f.id = h.feed_id WHERE f.author_role NOT IN ('official', 'employee')
    UNION ALL
    SELECT substr(m.published, 1, 7) AS month, m.brand,
           CASE WHEN r.role IN ('official', 'employee') THEN -1 ELSE 1 END AS n
    FROM author_roles AS r JOIN entries AS e ON e.id = r.entry_id JOIN feeds AS f ON f.id = e.feed_id
    JOIN mentions AS m ON m.entry_id = r.entry_id
    WHERE m.current = 1
      AND (r.role IN ('official', 'employee')) <> (f.author_role IN ('official', 'employee'))) AS c
  GROUP BY c.month, c.brand HAVING sum(c.n) > 0) AS s;

-- Triggers, by the names that SQLite has them under. PostgreSQL runs those AFTER a row at the end of the statement: none
-- of them minds, as each leaves what follows from the rows as they are then, or adds up.

CREATE FUNCTION smwatch_search_put(number bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- the words of an entry, as it is now, if it is a mention
  INSERT INTO entries_search (rowid, words)
  SELECT id, smwatch_words(title, text) FROM entries
  WHERE id = number AND EXISTS (SELECT 1 FROM mentions WHERE entry_id = number)
  ON CONFLICT (rowid) DO UPDATE SET words = excluded.words;
END $$;

CREATE FUNCTION smwatch_search_again() RETURNS void LANGUAGE sql AS $$
  -- the whole index made anew, as 'rebuild' does for SQLite's
  TRUNCATE entries_search;
  INSERT INTO entries_search (rowid, words)
  SELECT id, smwatch_words(title, text) FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id)
$$;

CREATE FUNCTION entries_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM entries_search WHERE rowid = new.entry_id) THEN
    PERFORM smwatch_search_put(new.entry_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_search_insert AFTER INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION entries_search_insert();

CREATE FUNCTION entries_search_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM entries_search
  WHERE rowid = old.entry_id AND NOT EXISTS (SELECT 1 FROM mentions WHERE entry_id = old.entry_id);
  RETURN NULL;
END $$;
CREATE TRIGGER entries_search_leave AFTER DELETE ON mentions FOR EACH ROW EXECUTE FUNCTION entries_search_leave();

CREATE FUNCTION entries_search_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.id <> new.id THEN
    DELETE FROM entries_search WHERE rowid = old.id;
  END IF;
  PERFORM smwatch_search_put(new.id);
  RETURN NULL;
END $$;
CREATE TRIGGER entries_search_update AFTER UPDATE OF id, title, text ON entries FOR EACH ROW
WHEN ((old.id, old.title, old.text) IS DISTINCT FROM (new.id, new.title, new.text))
EXECUTE FUNCTION entries_search_update();

CREATE FUNCTION mentions_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO story_texts (entry_id, fetched) VALUES (new.entry_id, new.fetched) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER mentions_story AFTER INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION mentions_story();

CREATE FUNCTION mentions_same_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story NOT IN ('', new.story)) THEN
    UPDATE mentions SET story = (
      SELECT story FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story <> '' ORDER BY brand LIMIT 1
    ) WHERE id = new.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mentions_same_story AFTER INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION mentions_same_story();

CREATE FUNCTION mentions_labelled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM labels WHERE brand = new.brand AND story = new.story AND story <> '' AND removed IS NULL) THEN
    UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = new.id)
    WHERE id = new.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mentions_labelled AFTER INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION mentions_labelled();

CREATE FUNCTION mentions_label_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE labels SET story = new.story WHERE mention_id = new.id AND story <> new.story;
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = new.id)
  WHERE id = new.id AND (label_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM labels WHERE brand = new.brand AND story = new.story AND story <> '' AND removed IS NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER mentions_label_follows AFTER UPDATE OF story ON mentions FOR EACH ROW
WHEN (new.story <> old.story) EXECUTE FUNCTION mentions_label_follows();

CREATE FUNCTION smwatch_label_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE id = new.mention_id;
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE story = new.story AND story <> '' AND brand = new.brand;
  RETURN NULL;
END $$;
CREATE TRIGGER labels_given AFTER INSERT ON labels FOR EACH ROW EXECUTE FUNCTION smwatch_label_held();
CREATE TRIGGER labels_changed AFTER UPDATE OF story, removed ON labels FOR EACH ROW
WHEN (new.removed IS NULL OR old.removed IS NULL) EXECUTE FUNCTION smwatch_label_held();

CREATE FUNCTION smwatch_count(
  at text, about text, spoken text, feed bigint, sign bigint, label text, points double precision,
  was bigint DEFAULT 0, old_label text DEFAULT NULL, old_points double precision DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$  -- plpgsql keeps its plans, SQL would plan it each time
BEGIN
  -- adds `sign` mentions of that label and score to the counts, and `was` mentions of the old ones
  INSERT INTO hourly AS h (day, brand, hour, lang, feed_id, mentions, negative, neutral, positive, scored, score)
  SELECT substr($1, 1, 10), $2, CAST(substr($1, 12, 2) AS bigint), $3, $4, $5 + $8,
         CASE WHEN $6 = 'negative' THEN $5 ELSE 0 END + CASE WHEN $9 = 'negative' THEN $8 ELSE 0 END,
         CASE WHEN $6 = 'neutral' THEN $5 ELSE 0 END + CASE WHEN $9 = 'neutral' THEN $8 ELSE 0 END,
         CASE WHEN $6 = 'positive' THEN $5 ELSE 0 END + CASE WHEN $9 = 'positive' THEN $8 ELSE 0 END,
         CASE WHEN $7 IS NULL THEN 0 ELSE $5 END + CASE WHEN $10 IS NULL THEN 0 ELSE $8 END,
         $5 * coalesce(CAST(smwatch_round($7 * 1000000) AS bigint), 0)
         + $8 * coalesce(CAST(smwatch_round($10 * 1000000) AS bigint), 0)
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = h.mentions + excluded.mentions, negative = h.negative + excluded.negative,
    neutral = h.neutral + excluded.neutral, positive = h.positive + excluded.positive,
    scored = h.scored + excluded.scored, score = h.score + excluded.score;
END $$;

CREATE FUNCTION hourly_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_count(new.published, new.brand, e.lang, e.feed_id, 1, new.label, new.score)
  FROM entries AS e WHERE e.id = new.entry_id;
  RETURN NULL;
END $$;
CREATE TRIGGER hourly_insert AFTER INSERT ON mentions FOR EACH ROW
WHEN (new.current <> 0) EXECUTE FUNCTION hourly_insert();

CREATE FUNCTION hourly_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_count(old.published, old.brand, e.lang, e.feed_id, -1, old.label, old.score)
  FROM entries AS e WHERE e.id = old.entry_id;
  RETURN old;
END $$;
CREATE TRIGGER hourly_delete BEFORE DELETE ON mentions FOR EACH ROW
WHEN (old.current <> 0) EXECUTE FUNCTION hourly_delete();

CREATE FUNCTION hourly_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_count(new.published, new.brand, e.lang, e.feed_id,
    new.current, new.label, new.score, -old.current, old.label, old.score)
  FROM entries AS e WHERE e.id = new.entry_id;
  RETURN NULL;
END $$;
CREATE TRIGGER hourly_update AFTER UPDATE OF current, user_label, machine_label, machine_score ON mentions FOR EACH ROW
WHEN ((old.current, old.label, old.score) IS DISTINCT FROM (new.current, new.label, new.score)
      AND (old.current <> 0 OR new.current <> 0))
EXECUTE FUNCTION hourly_update();

CREATE FUNCTION hourly_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM hourly
  WHERE day = new.day AND brand = new.brand AND hour = new.hour AND lang = new.lang AND feed_id = new.feed_id;
  RETURN NULL;
END $$;
CREATE TRIGGER hourly_empty AFTER UPDATE ON hourly FOR EACH ROW
WHEN (new.mentions = 0 AND new.negative = 0 AND new.neutral = 0 AND new.positive = 0 AND new.scored = 0
      AND new.score = 0)
EXECUTE FUNCTION hourly_empty();

CREATE FUNCTION entries_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_count(m.published, m.brand, old.lang, old.feed_id, -1, m.label, m.score)
  FROM mentions AS m WHERE m.entry_id = new.id AND m.current <> 0;
  UPDATE mentions SET published = new.published WHERE entry_id = new.id AND published <> new.published;
  PERFORM smwatch_count(m.published, m.brand, new.lang, new.feed_id, 1, m.label, m.score)
  FROM mentions AS m WHERE m.entry_id = new.id AND m.current <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_moved AFTER UPDATE OF published, lang, feed_id ON entries FOR EACH ROW
WHEN ((old.published, old.lang, old.feed_id) IS DISTINCT FROM (new.published, new.lang, new.feed_id))
EXECUTE FUNCTION entries_moved();

CREATE FUNCTION entries_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM mentions WHERE entry_id = old.id;
  RETURN old;
END $$;
CREATE TRIGGER entries_delete BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION entries_delete();

CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit only grows' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_kept();
CREATE TRIGGER audit_as_it_was BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_kept();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();

CREATE FUNCTION audit_not_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM audit WHERE id = new.id) THEN
    RAISE EXCEPTION 'audit only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_not_replaced();

CREATE FUNCTION listening_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM listening
  WHERE brand IN (old.brand, new.brand) AND reached >= new.id AND since <= greatest(old.fetched, new.fetched);
  RETURN NULL;
END $$;
CREATE TRIGGER listening_mention AFTER UPDATE OF brand, published, fetched, user_label, machine_label, story, current
ON mentions FOR EACH ROW
WHEN ((old.current <> 0 OR new.current <> 0)
      AND (old.brand, old.published, old.fetched, old.label, old.story, old.current)
        IS DISTINCT FROM (new.brand, new.published, new.fetched, new.label, new.story, new.current))
EXECUTE FUNCTION listening_mention();

CREATE FUNCTION listening_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM listening WHERE brand = old.brand AND reached >= old.id AND since <= old.fetched;
  RETURN NULL;
END $$;
CREATE TRIGGER listening_delete AFTER DELETE ON mentions FOR EACH ROW
WHEN (old.current <> 0) EXECUTE FUNCTION listening_delete();

CREATE FUNCTION smwatch_unheard(number bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- what the detector knows of the brands of an entry doesn't hold any more
  DELETE FROM listening WHERE brand IN (
    SELECT m.brand FROM mentions AS m JOIN listening AS l ON l.brand = m.brand
    WHERE m.entry_id = number AND m.current <> 0 AND m.id <= l.reached AND m.fetched >= l.since);
END $$;

CREATE FUNCTION listening_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_unheard(new.id);
  RETURN NULL;
END $$;
CREATE TRIGGER listening_entry AFTER UPDATE OF feed_id, url, thread, author, author_email, author_url, text ON entries
FOR EACH ROW
WHEN ((old.feed_id, old.url, old.thread, old.author, old.author_email, old.author_url, substr(old.text, 1, 400))
      IS DISTINCT FROM
      (new.feed_id, new.url, new.thread, new.author, new.author_email, new.author_url, substr(new.text, 1, 400)))
EXECUTE FUNCTION listening_entry();

CREATE FUNCTION listening_feed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM listening WHERE EXISTS (
    SELECT 1 FROM entries AS e JOIN mentions AS m ON m.entry_id = e.id
    WHERE e.feed_id = new.id AND m.brand = listening.brand AND m.current <> 0 AND m.fetched >= listening.since);
  RETURN NULL;
END $$;
CREATE TRIGGER listening_feed AFTER UPDATE OF source, author_role ON feeds FOR EACH ROW
WHEN ((old.source, old.author_role) IS DISTINCT FROM (new.source, new.author_role)) EXECUTE FUNCTION listening_feed();

CREATE FUNCTION listening_brand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM listening WHERE brand = old.name;
  RETURN NULL;
END $$;
CREATE TRIGGER listening_brand AFTER DELETE ON brands FOR EACH ROW EXECUTE FUNCTION listening_brand();

CREATE FUNCTION author_roles_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM author_roles WHERE entry_id = new.id;
  RETURN NULL;
END $$;
CREATE TRIGGER author_roles_let_go AFTER UPDATE OF let_go ON entries FOR EACH ROW
WHEN (new.let_go IS NOT NULL) EXECUTE FUNCTION author_roles_let_go();
CREATE TRIGGER author_roles_signed AFTER UPDATE OF author, author_email, author_url ON entries FOR EACH ROW
WHEN ((old.author, old.author_email, old.author_url) IS DISTINCT FROM (new.author, new.author_email, new.author_url))
EXECUTE FUNCTION author_roles_let_go();

CREATE FUNCTION listening_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM smwatch_unheard(CASE WHEN tg_op = 'DELETE' THEN old.entry_id ELSE new.entry_id END);
  RETURN NULL;
END $$;
CREATE TRIGGER listening_role_told AFTER INSERT ON author_roles FOR EACH ROW EXECUTE FUNCTION listening_role();
CREATE TRIGGER listening_role AFTER UPDATE OF role ON author_roles FOR EACH ROW
WHEN (old.role <> new.role) EXECUTE FUNCTION listening_role();
CREATE TRIGGER listening_role_gone AFTER DELETE ON author_roles FOR EACH ROW EXECUTE FUNCTION listening_role();

-- What these are, for whoever opens the database with a tool of their own

COMMENT ON TABLE feeds IS 'a URL that is polled, and how it is doing';
COMMENT ON TABLE entries IS 'every entry that a feed ever showed, whether it mentions anybody or not';
COMMENT ON TABLE mentions IS 'an entry that is about a brand, why we think so, and how it feels; hidden ones have current = 0';
COMMENT ON TABLE alerts IS 'a stretch of time in which a brand gets too many negative mentions, with its arithmetic';
COMMENT ON TABLE alert_notes IS 'what people noted about an alert, the reason for closing it included';
COMMENT ON TABLE tasks IS 'what is done about a mention, once somebody decided something or an answer was found';
COMMENT ON TABLE mention_notes IS 'what people noted about mentions, the reason for ignoring one included';
COMMENT ON TABLE colleagues IS 'whom work was given to: the journal names them by these numbers';
COMMENT ON TABLE hourly IS 'mentions that count (current), by the hour in which they were published, brand, language and feed';
COMMENT ON TABLE audit IS 'who decided what, and when; it only grows';
COMMENT ON TABLE outbox IS 'every message that smwatch sends: written before it goes out';
COMMENT ON TABLE scans IS 'one pass over the feeds that were due; ended is NULL while it runs, or when it was killed';
COMMENT ON VIEW mentions_flat IS 'a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0';
COMMENT ON VIEW daily IS 'mentions that count, by UTC day, brand, language and source: how many, how many of each label, and the mean score, from -1 to 1';
COMMENT ON VIEW share_of_voice IS 'of all mentions of a month but those by the company''s own people, which share, from 0 to 1, is about which brand';
