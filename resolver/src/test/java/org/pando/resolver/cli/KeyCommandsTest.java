package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.control.KeyImport;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.KeySecret;

/** {@code pando key} against a node, over a real socket. */
class KeyCommandsTest extends WithNode {
  private static final String PUBLIC = "y".repeat(52);

  private void fails(int exitCode, String message, String... arguments) throws IOException {
    assertEquals(exitCode, terminal.run(arguments), terminal.err);
    assertTrue(terminal.err.contains(message), terminal.err);
    assertEquals("", terminal.out);
  }

  private void type(String... lines) {
    terminal.isTerminal = true;
    terminal.questions.clear();
    terminal.typed.addAll(List.of(lines));
  }

  private void assertGiven(List<String> present, List<String> next) {
    assertEquals(present, node.passphrases);
    assertEquals(next, node.newPassphrases);
    node.passphrases.clear();
    node.newPassphrases.clear();
  }

  @Test
  void keysAreMadeAndListed() throws Exception {
    run("key", "new", "work");
    assertEquals("work  " + PUBLIC + "\n", terminal.out);
    assertTrue(terminal.err.contains("offline"), terminal.err);
    assertFalse(terminal.err.contains("passphrase"), terminal.err);
    node.problems.add("key file /keys/bad.key: it is damaged. Restore it.");
    run("key", "list");
    assertEquals("work  owner  open  " + PUBLIC + "  /keys/work\n", terminal.out);
    assertEquals("pando: key file /keys/bad.key: it is damaged. Restore it.\n", terminal.err);
  }

  @Test
  void aNewKeyIsPutUnderAPassphraseThatIsTypedTwice() throws Exception {
    type("espe", "espe");
    run("key", "new", "work", "--passphrase");
    assertGiven(List.of(), List.of("espe"));
    assertEquals(List.of("new passphrase: ", "once more: "), terminal.questions);
    assertTrue(
        terminal.err.contains("  Without its passphrase nobody can use it: keep a copy of that"),
        terminal.err);
    run("key", "list");
    assertEquals("work  owner  passphrase  " + PUBLIC + "  /keys/work\n", terminal.out);
    type("espe", "Espe");
    fails(2, "the two differ; nothing was done, try again", "key", "new", "x", "--passphrase");
    type("espe");
    fails(1, "no passphrase was typed; nothing was done", "key", "new", "x", "--passphrase");
    assertGiven(List.of(), List.of());
  }

  @Test
  void aNewKeyIsPutUnderThePassphraseOfAFile() throws Exception {
    terminal.stdin = "espe\n";
    run("key", "new", "--passphrase-file", "-");
    assertGiven(List.of(), List.of("espe"));
  }

  @Test
  void aPassphraseIsAskedForWhenThereIsOne() throws Exception {
    run("key", "new", "work");
    type("one", "one");
    run("key", "passphrase", "work");
    assertGiven(List.of(""), List.of("", "one"));
    assertEquals(List.of("new passphrase: ", "once more: "), terminal.questions);
    assertEquals("work  has a new passphrase  /keys/work\n", terminal.out);

    node.locked = "one";
    type("one", "two", "two");
    run("key", "passphrase", "work");
    assertGiven(List.of("one"), List.of("two"));
    assertEquals("present passphrase: ", terminal.questions.getFirst());

    node.locked = "two";
    type("wrong");
    fails(4, "wrong passphrase", "key", "passphrase", "work", "--remove");
    type("two");
    run("key", "passphrase", "work", "--remove");
    assertGiven(List.of("wrong", "two"), List.of(""));
    assertEquals("work  has no passphrase  /keys/work\n", terminal.out);
  }

  @Test
  void bothPassphrasesCanComeFromFiles() throws Exception {
    terminal.stdin = "one\n";
    run("key", "new", "work", "--passphrase-file", "-");
    node.locked = "one";
    terminal.stdin = "one\ntwo\n";
    run("key", "passphrase", "work", "--passphrase-file", "-", "--new-passphrase-file", "-");
    assertGiven(List.of("one"), List.of("one", "two"));
    fails(2, "in a script use --new-passphrase-file FILE", "key", "passphrase", "work");
    fails(4, "is protected", "key", "passphrase", "work", "--remove");
  }

  @Test
  void aKeyFileGoesToStandardOutputOrANewPrivateFile() throws Exception {
    run("key", "new", "work");
    node.locked = "never asked for";
    run("key", "export", "work");
    assertEquals("pando-key 1\nseed 00\n", terminal.out);
    assertEquals("", terminal.err);
    assertGiven(List.of(), List.of(""));
    Path file = folder.resolve("work.key");
    run("key", "export", "work", "--out", file.toString());
    assertEquals("", terminal.out);
    assertEquals("wrote " + file + "\n", terminal.err);
    assertEquals("pando-key 1\nseed 00\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.writeString(file, "precious");
    fails(
        2,
        file + ": is there already and is not overwritten; give another name",
        "key",
        "export",
        "work",
        "--out",
        file.toString());
    assertEquals("precious", Files.readString(file));
    fails(2, "its folder does not exist", "key", "export", "work", "--out", folder + "/no/file");
    fails(4, "no key 'x'", "key", "export", "x", "--out", folder + "/x");
    assertFalse(Files.exists(folder.resolve("x")));
  }

  @Test
  void wordsComeWithTheCommandThatBringsThemBack() throws Exception {
    run("key", "new", "work");
    node.locked = "espe";
    fails(4, "is protected", "key", "export", "work", "--mnemonic");
    type("espe");
    run("key", "export", "work", "--mnemonic");
    assertEquals("zoo zoo\nzoo wrong\n", terminal.out);
    assertTrue(
        terminal.err.endsWith(
            """
            These words are the key: write them down, and keep the paper where it is safe.
            They come back with: pando key import --mnemonic --label work --recovery %s
            """
                .formatted("o".repeat(52))),
        terminal.err);
  }

  @Test
  void aKeyFileIsSentWithItsName() throws Exception {
    Path file = Files.writeString(folder.resolve("work.key"), "pando-key 1\n");
    run("key", "import", file.toString(), "--label", "work");
    assertEquals(new KeyImport.File(file.toString(), "pando-key 1\n", "work"), node.seen.getLast());
    assertEquals("work  " + PUBLIC + "\n", terminal.out);
    assertEquals("kept the key 'work': /keys/work\n", terminal.err);
    terminal.stdin = "espe\npando-key 2\n";
    node.locked = "espe";
    run("key", "import", "-", "--passphrase-file", "-");
    assertEquals(new KeyImport.File("<stdin>", "pando-key 2\n", null), node.seen.getLast());
    terminal.stdin = "pando-key 2\n";
    fails(4, "is protected", "key", "import", "-");
    type("espe");
    run("key", "import", "-");
    assertEquals(List.of("passphrase: "), terminal.questions);
  }

  @Test
  void wordsComeFromStandardInput() throws Exception {
    terminal.stdin = "zoo\nzoo\n\nwrong";
    run("key", "import", "--mnemonic");
    assertEquals(
        new KeyImport.Words("zoo\nzoo\n\nwrong", KeyInfo.Kind.OWNER, null, null),
        node.seen.getLast());
    run("key", "import", "--mnemonic", "--kind", "recovery", "--label", "l");
    assertEquals(
        new KeyImport.Words("zoo\nzoo\n\nwrong", KeyInfo.Kind.RECOVERY, "l", null),
        node.seen.getLast());
    run("key", "import", "--mnemonic", "--recovery", "r");
    assertEquals("r", ((KeyImport.Words) node.seen.getLast()).recovery());
    terminal.stdin = "espe\nzoo";
    fails(
        2,
        "words have no passphrase; give the key one afterwards: pando key passphrase LABEL",
        "key",
        "import",
        "--mnemonic",
        "--passphrase-file",
        "-");
  }

  @Test
  void aPersonTypesWordsUntilThereAreEnough() throws Exception {
    terminal.isTerminal = true;
    String line = "zoo ".repeat(12) + "\n";
    terminal.stdin = line + line + "not read";
    run("key", "import", "--mnemonic");
    assertEquals(line + line, ((KeyImport.Words) node.seen.getLast()).words());
    assertTrue(terminal.err.startsWith("The 24 words, in as many lines as you like"), terminal.err);
    terminal.stdin = line + "\n" + line;
    run("key", "import", "--mnemonic");
    assertEquals(line, ((KeyImport.Words) node.seen.getLast()).words());
  }

  @Test
  void secretsAreNotShownByAccident() {
    assertFalse(new KeyImport.File("f", "seed", null).toString().contains("seed"));
    assertFalse(
        new KeyImport.Words("zoo", KeyInfo.Kind.OWNER, null, null).toString().contains("zoo"));
    assertFalse(new KeySecret("l", "seed").toString().contains("seed"));
  }
}
