package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that changes names is killed inside writes, again and again. This process keeps the
 * journal of what was acknowledged: afterwards each name is as acknowledged, and only the name
 * whose change was under way may be as before or as after it.
 *
 * <p>{@code -Dpando.crash.rounds=200} kills it 200 times. Where strace is installed, every second
 * kill comes with the system call that writes or flushes; the others come after a random time.
 */
class NodeCrashTest {
  private static final int ROUNDS = Integer.getInteger("pando.crash.rounds", 4);
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final int NANOS_AT_MOST = 12_000_000;

  @TempDir private Path directory;
  private final Random random = new Random(20260101);
  private final Map<String, String> acknowledged = new HashMap<>();
  private @Nullable String underWay;
  private int acknowledgements;
  private int inside;
  private int completed;

  @Test
  @Tag("case-34")
  void whatWasAcknowledgedIsThereAndNothingHalf() throws Exception {
    int bySystemCall = 0;
    for (int round = 0; round < ROUNDS; round++) {
      boolean atSystemCall = round % 2 == 1 && Files.isExecutable(STRACE);
      bySystemCall += atSystemCall ? 1 : 0;
      runUntilKilled(round, atSystemCall);
      inside += underWay == null ? 0 : 1;
    }
    System.out.printf(
        "killed %d times (%d at a system call), %d inside a change (%d of these took place), %d"
            + " changes acknowledged, none lost%n",
        ROUNDS, bySystemCall, inside, completed, acknowledgements);
    assertTrue(2 * inside >= ROUNDS, inside + " kills inside a change");
  }

  private void runUntilKilled(int round, boolean atSystemCall) throws Exception {
    Process process =
        new ProcessBuilder(command(round, atSystemCall))
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      String before = underWay;
      underWay = null;
      int changes = 1 + random.nextInt(12);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
          case "found" -> found(words[1], words[2], before);
          case "begin" -> {
            underWay = words[1];
            changes--;
            if (changes == 0 && !atSystemCall) {
              killSoon(process);
            }
          }
          case "done" -> {
            underWay = null;
            acknowledgements++;
            acknowledged.put(words[1], words[2]);
          }
          case "ready" -> {}
          default -> throw new AssertionError("round " + round + ": " + line);
        }
      }
    } finally {
      killAll(process);
    }
    assertTrue(Files.size(directory.resolve("errors")) == 0, this::errors);
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void killSoon(Process process) {
    long end = System.nanoTime() + random.nextInt(NANOS_AT_MOST);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    process.toHandle().destroyForcibly();
  }

  private static void killAll(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private void found(String name, String state, @Nullable String interrupted) {
    String expected = acknowledged.getOrDefault(name, "nothing");
    if (name.equals(interrupted)) {
      completed += state.equals(expected) ? 0 : 1;
      assertTrue(!state.equals("invalid"), name);
      acknowledged.put(name, state);
    } else {
      assertEquals(expected, state, name);
    }
  }

  private List<String> command(int round, boolean atSystemCall) {
    List<String> command = new ArrayList<>();
    if (atSystemCall) {
      command.addAll(
          List.of(
              STRACE.toString(),
              "-f",
              "-qqq",
              "-o",
              "/dev/null",
              "-e",
              "trace=pwrite64,fdatasync",
              "-e",
              "inject=pwrite64,fdatasync:signal=KILL:when=" + (60 + random.nextInt(400))));
    }
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Dorg.sqlite.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            CrashNode.class.getName(),
            directory.resolve("data").toString(),
            Integer.toString(round)));
    return command;
  }
}
