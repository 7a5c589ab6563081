package org.pando.gossip.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.wire.Base58;

/**
 * A peer in a process of its own, which takes commands and tells events, one JSON object a line, as
 * {@code src/test/js-peer} does. The process ends with this object, or with this program. Any
 * thread.
 */
class PeerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int KEPT_LINES = 30;
  private static final int MAX_LINE = 300;

  private final Process process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by the lock.
  private final List<JsonObject> events = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();
  private boolean ended;
  private int commands;

  private final String id;
  private final String address;

  /** Starts the peer and waits until it listens. */
  PeerProcess(ProcessBuilder command) {
    try {
      process = command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Not virtual ones: reading a pipe holds on to the thread that carries them.
    Thread.ofPlatform().daemon().start(this::read);
    Thread.ofPlatform().daemon().start(this::readErrors);
    JsonObject listening = await("listening");
    id = listening.get("peer").getAsString();
    address = listening.getAsJsonArray("addrs").get(0).getAsString();
  }

  /** The CPU time that it has taken. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** How many bytes it has written, to sockets above all (proc(5), io). */
  long written() throws IOException {
    String io = Files.readString(Path.of("/proc/" + process.pid() + "/io"));
    return Long.parseLong(io.replaceFirst("(?s).*wchar: (\\d+).*", "$1"));
  }

  String id() {
    return id;
  }

  /** Where it listens, with {@code /p2p/…}. */
  String address() {
    return address;
  }

  PeerId peerId() {
    try {
      return PeerId.of(Base58.decode(id));
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }

  PeerAddress peerAddress() {
    return new PeerAddress(peerId(), address.substring(0, address.indexOf("/p2p/")));
  }

  JsonObject await(String event) {
    return await(event, any -> true);
  }

  /** As {@link #await(String, Predicate)}, of those about a peer of ours. */
  JsonObject awaitOf(OurPeer ours, String event) {
    return await(event, e -> e.get("peer").getAsString().equals(ours.id()));
  }

  /** The first such event that was not awaited before; fails after 20 s, or when the peer ends. */
  JsonObject await(String event, Predicate<JsonObject> wanted) {
    return await(event, List.of(event), wanted);
  }

  private JsonObject await(String what, List<String> names, Predicate<JsonObject> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        for (Iterator<JsonObject> i = events.iterator(); i.hasNext(); ) {
          JsonObject next = i.next();
          if (names.contains(name(next)) && wanted.test(next)) {
            i.remove();
            return next;
          }
        }
        long left = deadline - System.nanoTime();
        if (ended || left <= 0) {
          throw missing(what);
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted, awaiting " + what, e);
    } finally {
      lock.unlock();
    }
  }

  private AssertionError missing(String what) {
    String why = ended ? "the peer has ended" : "nothing in " + PATIENCE.toSeconds() + " s";
    return new AssertionError(
        why + ", awaiting " + what + "; its last lines:\n" + String.join("\n", last));
  }

  /** Removes and returns all such events that have come and were not awaited. */
  List<JsonObject> take(String event) {
    lock.lock();
    try {
      List<JsonObject> taken = events.stream().filter(e -> name(e).equals(event)).toList();
      events.removeAll(taken);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the peer do something and waits until it has.
   *
   * @param arguments names and values in turn, values are texts or numbers
   * @return what came of it
   */
  JsonObject command(String what, Object... arguments) {
    return done(send(what, arguments));
  }

  /** Has the peer do something; {@link #done} awaits it. */
  int send(String what, Object... arguments) {
    JsonObject command = new JsonObject();
    command.addProperty("do", what);
    for (int i = 0; i < arguments.length; i += 2) {
      String name = (String) arguments[i];
      if (arguments[i + 1] instanceof Number number) {
        command.addProperty(name, number);
      } else {
        command.addProperty(name, (String) arguments[i + 1]);
      }
    }
    lock.lock();
    try {
      command.addProperty("id", ++commands);
      process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return commands;
    } catch (IOException e) {
      throw new UncheckedIOException("to the peer: " + command, e);
    } finally {
      lock.unlock();
    }
  }

  /** What came of a command; fails when it could not be done. */
  JsonObject done(int command) {
    JsonObject answer =
        await(
            "the answer to command " + command,
            List.of("done", "failed"),
            e -> e.get("id").getAsInt() == command);
    if (name(answer).equals("failed")) {
      throw new AssertionError("the peer could not: " + answer);
    }
    return answer;
  }

  /** Has the peer do it again and again until what comes of it is so. */
  JsonObject until(Predicate<JsonObject> wanted, String what, Object... arguments) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonObject done = command(what, arguments);
      if (wanted.test(done)) {
        return done;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in " + PATIENCE.toSeconds() + " s: " + done);
      }
    }
  }

  /** Ends the process at once, so that its system closes its sockets. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends its input, at which it says good-bye to its peers and ends. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String name(JsonObject event) {
    return event.get("event").getAsString();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line, line.startsWith("{") ? JsonParser.parseString(line).getAsJsonObject() : null);
      }
    } catch (IOException e) {
      keep("its output: " + e.getMessage(), null);
    }
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line, null);
      }
    } catch (IOException e) {
      keep("its errors: " + e.getMessage(), null);
    }
  }

  private void keep(String line, @Nullable JsonObject event) {
    lock.lock();
    try {
      last.addLast(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line);
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
      if (event != null) {
        events.add(event);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
