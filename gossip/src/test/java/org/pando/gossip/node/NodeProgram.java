package org.pando.gossip.node;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;

/**
 * A node for the suites of {@code .ci/suites} that need network namespaces: says on its output
 * where it may be reached and which peers come and go, until its input ends.
 *
 * <p>Arguments: a number from 1 to 127 for its key; {@code mdns}, {@code mapping} or both with a
 * comma between, or {@code -}; multiaddrs, with {@code /p2p/} of peers to keep, without it to
 * listen on.
 */
public final class NodeProgram {
  private NodeProgram() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    TestIdentity identity = TestIdentity.of(Integer.parseInt(arguments[0]));
    List<String> features = List.of(arguments[1].split(",", -1));
    List<String> given = List.of(arguments).subList(2, arguments.length);
    Predicate<String> ofPeer = address -> address.contains("/p2p/");
    GossipOptions options =
        new GossipOptions(
            identity,
            "test",
            given.stream().filter(ofPeer.negate()).toList(),
            given.stream().filter(ofPeer).toList(),
            features.contains("mdns"),
            features.contains("mapping"),
            false);
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    GossipNode node = Libp2pNode.start(options, surroundings(workers));
    out.println("peer " + node.id());
    node.listen(
        new GossipNode.PeerListener() {
          @Override
          public void connected(PeerId peer) {
            out.println("connected " + peer);
          }

          @Override
          public void disconnected(PeerId peer) {
            out.println("disconnected " + peer);
          }
        });
    ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    Addresses addresses = new Addresses(node, out);
    var _ = watching.scheduleWithFixedDelay(addresses::tell, 0, 200, TimeUnit.MILLISECONDS);
    while (System.in.read() >= 0) {}
    watching.shutdownNow();
    watching.close();
    node.close();
    workers.close(); // discovery says good-bye, the router's port is closed
  }

  /** Tells of a node's addresses when they have changed. */
  private static final class Addresses {
    private final GossipNode node;
    private final PrintStream out;
    private List<String> told = List.of();

    Addresses(GossipNode node, PrintStream out) {
      this.node = node;
      this.out = out;
    }

    void tell() {
      List<String> now = node.addresses();
      if (!now.equals(told)) {
        out.println("addresses " + String.join(" ", now));
      }
      told = now;
    }
  }

  private static Surroundings surroundings(ExecutorService workers) {
    return new Surroundings(
        Thread::new,
        workers,
        System::nanoTime,
        InstantSource.system(),
        new SecureRandom(),
        new NoNames());
  }
}
