package org.pando.gossip.discovery.mdns;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.identity.Prefix;

/**
 * A program for {@code .ci/suites/90-mdns.sh}: says on every interface that a peer listens there,
 * and prints what it finds, until its input ends.
 *
 * <p>Arguments: the peer's id and its port.
 */
public final class LanNode {
  private LanNode() {}

  public static void main(String[] arguments) throws Exception {
    PeerId self = PeerId.parse(arguments[0]);
    String suffix = "/tcp/" + arguments[1] + "/p2p/" + self;
    PrintStream out = System.out;
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    Surroundings surroundings =
        new Surroundings(
            Thread::new,
            workers,
            System::nanoTime,
            InstantSource.system(),
            new SecureRandom(),
            new NoNames());
    LanDiscovery discovery =
        new LanDiscovery(
            self, () -> everywhere(suffix), found -> out.println("found " + found), surroundings);
    Thread running = Thread.ofVirtual().start(discovery);
    while (System.in.read() >= 0) {}
    discovery.close();
    running.join();
    workers.close(); // once they have said good-bye
  }

  private static List<String> everywhere(String suffix) {
    List<String> addresses = new ArrayList<>();
    try {
      for (Link link : Link.all()) {
        for (Prefix prefix : link.prefixes()) {
          String text = prefix.address().getHostAddress().replaceFirst("%.*", "");
          addresses.add((text.contains(":") ? "/ip6/" : "/ip4/") + text + suffix);
        }
      }
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
    return addresses;
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
