package org.pando.gossip.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sessions between other implementations, byte for byte. They are not copied into the project: the
 * folder is {@code -Dpando.foreign-vectors=DIR}, by default {@code ../../shared/interop/foreign}.
 */
class ForeignTranscriptsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("pando.foreign-vectors", "../../shared/interop/foreign"))
          .resolve("negentropy");

  /** One side's file. */
  private record Side(Inventory inventory, List<String> messages) {
    static Side read(String file) throws Exception {
      assumeTrue(Files.isDirectory(FOLDER), "no transcripts in " + FOLDER.toAbsolutePath());
      Inventory inventory = new Inventory();
      List<String> messages = new ArrayList<>();
      for (String line : Files.readAllLines(FOLDER.resolve(file))) {
        String[] words = line.split(",", -1);
        int last = words.length - 1;
        if (line.contains(",msg,")) {
          messages.add(words[last]);
        } else if (words[last].length() == 2 * Item.ID) {
          inventory.add(
              new Item(Long.parseLong(words[last - 1]), HexFormat.of().parseHex(words[last])));
        }
      }
      return new Side(inventory, messages);
    }
  }

  @Test
  void sessionsOfTwoOtherLanguages() throws Exception {
    for (String[] files :
        new String[][] {
          {"lang1-kotlin-server.txt", "lang1-js-client.txt"},
          {"lang2-js-server.txt", "lang2-kotlin-client.txt"}
        }) {
      Side begins = Side.read(files[0]);
      Side answers = Side.read(files[1]);
      Reconciliation session =
          new Reconciliation(begins.inventory(), 60_000, Reconciliation.Budget.DEFAULT);
      byte[] question = session.begin();
      assertEquals(begins.messages().getFirst(), HexFormat.of().formatHex(question), files[0]);
      byte[] answer = Reconciliation.answer(answers.inventory(), 60_000, question);
      assertEquals(answers.messages().getFirst(), HexFormat.of().formatHex(answer), files[1]);
    }
  }
}
