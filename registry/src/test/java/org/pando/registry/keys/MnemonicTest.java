package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.Domain;

class MnemonicTest {
  private static final String SEED =
      "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f";
  private static final String WORDS =
      "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing"
          + " screen patrol group space point ten exist slush involve unfold";

  /** The published hash of the list with LF at the end of each line. */
  @Test
  void theListIsThePublishedOne() throws Exception {
    try (InputStream in = Mnemonic.class.getResourceAsStream("bip39-english.txt")) {
      assertNotNull(in);
      assertEquals(
          "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
          Domain.sha256(Bytes.of(in.readAllBytes())).toHex());
    }
  }

  /** The vectors of 256 bits that were published with BIP 39. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0000000000000000000000000000000000000000000000000000000000000000 | abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art
          7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f | legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title
          8080808080808080808080808080808080808080808080808080808080808080 | letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless
          ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff | zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote
          68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c | hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length
          9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863 | panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich alcohol speed nation flash devote level hobby quick inner drive ghost inside
          066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad | all hour make first leader extend hole alien behind guard gospel lava path output census museum junior mass reopen famous sing advance salt reform
          f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f | void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold
          """)
  void publishedVectors(String seed, String words) throws Exception {
    assertEquals(words, String.join(" ", Mnemonic.words(Bytes.fromHex(seed))));
    assertEquals(seed, Mnemonic.seed(words).toHex());
  }

  @Test
  void wordsAreReadAsPeopleWriteThem() throws Exception {
    String shortened =
        List.of(WORDS.split(" ")).stream()
            .map(word -> word.substring(0, Math.min(4, word.length())))
            .collect(Collectors.joining("\r\n\t"));
    for (String text :
        List.of(
            WORDS.toUpperCase(Locale.ROOT),
            "  \n" + WORDS.replace(" ", "\n\n \u00a0") + "\n",
            shortened,
            WORDS.replace("suffer", "suffe"))) {
      assertEquals(SEED, Mnemonic.seed(text).toHex(), text);
    }
  }

  @Test
  void everySeedComesBack() throws Exception {
    Random random = new Random(39);
    for (int i = 0; i < 200; i++) {
      byte[] octets = new byte[32];
      random.nextBytes(octets);
      Bytes seed = Bytes.of(octets);
      assertEquals(seed, Mnemonic.seed(String.join(" ", Mnemonic.words(seed))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          void   | viod     | word 1, 'viod', is not in the list; did you mean void?
          unfold | unfolded | word 24, 'unfolded', is not in the list; did you mean unfold?
          suffer | suf      | word 4, 'suf', is not in the list; did you mean sun?
          suffer | suffered | word 4, 'suffered', is not in the list; did you mean suffer?
          camp   | zz       | word 5, 'zz', is not in the list
          camp   | qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq | word 5, 'qqqqqqqq...', is not in the list
          come   | commme   | word 2, 'commme', is not in the list; did you mean come?
          effort | ""       | a key has 24 words, and here are 23; look for what is missing or too much
          effort | no no    | a key has 24 words, and here are 25; look for what is missing or too much
          effort | egg      | the words do not fit together: one is another word of the list, or two have changed places; compare them with what was written down
          """)
  void saysWhichWordIsWrong(String good, String bad, String message) {
    assertEquals(message, problem(WORDS.replace(good, bad)));
  }

  @Test
  void tellsAllWrongWordsAtOnce() {
    assertEquals(
        "word 1, 'voit', is not in the list; did you mean void?\n"
            + "word 24, 'unfolt', is not in the list; did you mean unfold?",
        problem(WORDS.replace("void", "voit").replace("unfold", "unfolt")));
    assertEquals(
        "a key has 24 words, and here are 0; look for what is missing or too much", problem(" \n"));
  }

  /** The checksum has 8 bits: of all exchanges of two neighbours here it finds each. */
  @Test
  void noticesWordsThatChangedPlaces() {
    for (int i = 0; i < 23; i++) {
      List<String> words = new ArrayList<>(List.of(WORDS.split(" ")));
      Collections.swap(words, i, i + 1);
      problem(String.join(" ", words));
    }
  }

  private static String problem(String words) {
    RegistryException e = assertThrows(RegistryException.class, () -> Mnemonic.seed(words), words);
    assertEquals(RegistryException.Kind.INVALID, e.kind());
    return String.valueOf(e.getMessage());
  }
}
