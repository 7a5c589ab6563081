package org.pando.gossip.node;

import java.io.PrintStream;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
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
    List<String> addresses = List.of(arguments).subList(2, arguments.length);
    Predicate<String> ofPeer = address -> address.contains("/p2p/");
    GossipOptions options =
        new GossipOptions(
            identity,
            "test",
            addresses.stream().filter(ofPeer.negate()).toList(),
            addresses.stream().filter(ofPeer).toList(),
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
    Thread watching = Thread.ofVirtual().start(() -> watch(node, out));
    while (System.in.read() >= 0) {}
    watching.interrupt();
    watching.join();
    node.close();
    workers.close(); // discovery says good-bye, the router's port is closed
  }

  private static void watch(GossipNode node, PrintStream out) {
    List<String> before = List.of();
    try {
      while (true) {
        List<String> now = node.addresses();
        if (!now.equals(before)) {
          out.println("addresses " + String.join(" ", now));
        }
        before = now;
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      // the end
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

  private static final class NoNames implements Surroundings.Names {
    @Override
    public List<InetAddress> addresses(String host) {
      return List.of();
    }

    @Override
    public List<String> texts(String name) {
      return List.of();
    }
  }
}
