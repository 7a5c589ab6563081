package org.pando.resolver.replication;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.Identity;
import org.pando.gossip.Surroundings;
import org.pando.gossip.node.Libp2pNode;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SigningKey;
import org.pando.resolver.config.GossipConfig;

/** Starts nodes of gossip as the configuration says. Any thread. */
public final class GossipNodes implements Replication.Gossip {
  private static final Pattern PORT = Pattern.compile("/tcp/(\\d+)");

  /** Ports behind the configured one that closed networks share. */
  private static final int PORTS = 1000;

  private final GossipConfig config;
  private final SigningKey key;
  private final String agent;
  private final HostNames names;
  private final Tools tools;

  /**
   * What a node needs of the program.
   *
   * @param loopThread makes the one thread of each node
   * @param workers one thread for each task
   * @param nanos a clock that only goes forward
   */
  public record Tools(
      ThreadFactory loopThread,
      Executor workers,
      LongSupplier nanos,
      InstantSource clock,
      RandomGenerator random) {}

  /**
   * @param key what this node is known by
   * @param agent how it calls its program, {@code pando/0.1.0}
   */
  public GossipNodes(
      GossipConfig config, SigningKey key, String agent, HostNames names, Tools tools) {
    this.config = config;
    this.key = key;
    this.agent = agent;
    this.names = names;
    this.tools = tools;
  }

  @Override
  public GossipNode start(Bytes networkKey) throws GossipException {
    List<String> listen =
        config.listen().stream().map(address -> portOf(networkKey, address)).toList();
    boolean loopback = listen.stream().anyMatch(MemberAddress::isLoopback);
    GossipOptions options =
        networkKey.length() == 0
            ? new GossipOptions(
                new NodeIdentity(key),
                agent,
                listen,
                config.bootstrap(),
                config.mdns(),
                config.portMapping(),
                loopback)
            : new GossipOptions(
                new NodeIdentity(key),
                agent,
                listen,
                List.of(),
                config.mdns(),
                config.portMapping(),
                loopback,
                networkKey.toArray());
    return Libp2pNode.start(options, surroundings());
  }

  /** A closed network's port follows from its key, so that it stays the same. */
  private static String portOf(Bytes networkKey, String address) {
    if (networkKey.length() == 0) {
      return address;
    }
    byte[] hash = Domain.sha256(networkKey).toArray();
    int step = 1 + (((hash[0] & 0xff) << 8) | (hash[1] & 0xff)) % PORTS;
    Matcher port = PORT.matcher(address);
    return port.replaceAll(
        found -> {
          int configured = Integer.parseInt(found.group(1));
          return "/tcp/" + (configured == 0 ? 0 : configured + step);
        });
  }

  private Surroundings surroundings() {
    return new Surroundings(
        tools.loopThread(),
        tools.workers(),
        tools.nanos(),
        tools.clock(),
        tools.random(),
        new Surroundings.Names() {
          @Override
          public List<InetAddress> addresses(String host) throws InterruptedException {
            return names.addresses(host);
          }

          @Override
          public List<String> texts(String name) throws InterruptedException {
            return names.texts(name);
          }
        });
  }

  /** The registry's key of this node as gossip's identity. */
  private record NodeIdentity(SigningKey key) implements Identity {
    @Override
    public byte[] publicKey() {
      return key.publicKey().bytes().toArray();
    }

    @Override
    public byte[] sign(byte[] message) {
      return key.signAsNode(Bytes.of(message)).toArray();
    }
  }
}
