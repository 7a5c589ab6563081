package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.NameState;
import org.pando.resolver.cli.ProofChecker.Proved;
import org.pando.resolver.control.FakeNode;

/** {@code pando verify}, without a node. */
class VerifyTest {
  private static final String ID = "ab".repeat(32);

  @TempDir private Path folder;
  private Terminal terminal = new Terminal(Path.of("/"));
  private String file = "";

  @BeforeEach
  void start() throws IOException {
    terminal = new Terminal(folder);
    terminal.proofs.accepted = "the proof\n";
    file = Files.writeString(folder.resolve("blog.proof"), "the proof\n").toString();
  }

  @Test
  void saysWhatIsProved() throws Exception {
    assertEquals(
        0, terminal.run("verify", file, "--network", ID.toUpperCase(Locale.ROOT)), terminal.err);
    assertEquals(
        """
        blog.home.alt  active · seq 2 · lease until 2027-12-29
        network   %s
                  home.alt · epoch 0 · 1 witness
        owner     %s
        recovery  %s  (locked)
        life      operation 3, tenure 1
        records
          @  3600 A 192.0.2.10
        """
            .formatted(ID, "y".repeat(52), "o".repeat(52)),
        terminal.out);
    assertEquals(
        "proved, as of 2026-11-24T10:00:00Z; what has changed since then it cannot tell\n",
        terminal.err);
  }

  @Test
  void withoutANetworkItSaysWhatIsLeftToCompare() throws Exception {
    terminal.stdin = "the proof\n";
    assertEquals(0, terminal.run("verify", "-"));
    assertEquals(
        """
        proved, as of 2026-11-24T10:00:00Z; what has changed since then it cannot tell
        compare the network's id with one from somebody you trust, or give that with --network
        """,
        terminal.err);
  }

  @Test
  void frozenVacantAndKeyNamesAreProvedToo() throws Exception {
    terminal.proofs.proved = proved(NameState.FROZEN, "y".repeat(52), 0L);
    terminal.run("verify", file);
    assertEquals(
        "blog.home.alt  frozen · revoked by its owner or its recovery key · lease until 2027-12-29",
        terminal.out.lines().findFirst().orElseThrow());
    terminal.proofs.proved = proved(NameState.VACANT, null, 4L);
    terminal.run("verify", file);
    assertEquals(
        """
        blog.home.alt  vacant · released, nobody holds it
        network  %s
                 home.alt · epoch 0 · 1 witness
        life     operation 4, tenure 4
        """
            .formatted(ID),
        terminal.out);
    terminal.proofs.proved = proved(NameState.ACTIVE, "y".repeat(52), null);
    terminal.run("verify", file);
    assertTrue(!terminal.out.contains("life"), terminal.out);
  }

  private Proved proved(NameState state, @Nullable String owner, @Nullable Long g) {
    Proved blog = terminal.proofs.proved;
    return new Proved(
        blog.name(),
        null,
        blog.network(),
        state,
        owner,
        null,
        false,
        g,
        g,
        0,
        FakeNode.LEASE,
        FakeNode.UPDATED,
        List.of());
  }

  @Test
  void jsonIsOneVersionedObject() throws Exception {
    assertEquals(0, terminal.run("verify", file, "--json"));
    JsonObject object = JsonParser.parseString(terminal.out).getAsJsonObject();
    assertEquals(
        Set.of(
            "version",
            "name",
            "network",
            "state",
            "owner",
            "recovery",
            "locked",
            "g",
            "tenure",
            "seq",
            "leaseUntil",
            "signedAt",
            "records"),
        object.keySet());
    assertEquals(ID, object.getAsJsonObject("network").get("id").getAsString());
    assertEquals(1, terminal.out.lines().count());
  }

  private void assertFails(int exitCode, String message, String... arguments) throws IOException {
    assertEquals(exitCode, terminal.run(arguments), terminal.err);
    assertEquals("pando: " + message + "\n", terminal.err);
    assertEquals("", terminal.out);
  }

  @Test
  void whatIsNotProvedFails() throws Exception {
    terminal.stdin = "another";
    assertFails(4, "<stdin>: refused", "verify", "-");
    assertFails(4, "<stdin>: refused", "verify", "-", "--json");
    assertFails(
        4,
        file + ": a proof from another network, " + ID + "; ask for one from yours",
        "verify",
        file,
        "--network",
        "cd".repeat(32));
  }

  @Test
  void whatCannotBeReadIsWrongUsage() throws Exception {
    assertFails(2, folder + "/no: no such file; check the path", "verify", folder + "/no");
    assertFails(
        2, folder + ": cannot be read (Is a directory); check the path", "verify", folder + "");
    assertFails(
        2,
        "--network ab: an id has 64 digits, 0-9 and a-f; a node shows its own with: pando status"
            + " --json",
        "verify",
        file,
        "--network",
        "ab");
    terminal.stdin = "x".repeat((1 << 20) + 1);
    assertFails(2, "<stdin>: too large to be a proof; check the path", "verify", "-");
  }
}
