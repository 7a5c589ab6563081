package org.pando.gossip.node;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.Surroundings;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.host.Requests;
import org.pando.gossip.host.TcpHost;
import org.pando.gossip.identify.Identify;
import org.pando.gossip.identify.Ping;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.ScoreOptions;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.topics.Pubsub;

/** The {@link GossipNode} that speaks libp2p: each part on one line, and who is told of what. */
public final class Libp2pNode implements GossipNode {
  private final Function<Topic, TopicRules> rules;
  private final TcpHost host;
  private final Requests requests;
  private final Identify identify;
  private final Ping ping;
  private final Pubsub pubsub;
  private final Discovery discovery;
  private final Census census;
  private final PeerNews news;

  /**
   * Listens and begins to look for peers. Waits for the operating system, not for peers.
   *
   * @throws GossipException MALFORMED when an option is, UNREACHABLE when an address cannot be
   *     listened on; nothing is left open then
   */
  public static GossipNode start(GossipOptions options, Surroundings surroundings)
      throws GossipException {
    return start(options, surroundings, RouterOptions.DEFAULT, TopicRules::of);
  }

  static Libp2pNode start(
      GossipOptions options,
      Surroundings surroundings,
      RouterOptions router,
      Function<Topic, TopicRules> rules)
      throws GossipException {
    Discovery.check(options);
    Libp2pNode node = new Libp2pNode(options, surroundings, router, rules);
    try {
      node.begin(options);
      return node;
    } catch (GossipException e) {
      node.close();
      throw e;
    }
  }

  private Libp2pNode(
      GossipOptions options,
      Surroundings surroundings,
      RouterOptions router,
      Function<Topic, TopicRules> rules)
      throws GossipException {
    this.rules = rules;
    host = new TcpHost(options.identity(), options.networkKey(), options.loopback(), surroundings);
    requests = new Requests(host);
    identify = new Identify(host, options.identity(), options.agent(), options.loopback());
    ping = new Ping(host);
    pubsub = new Pubsub(host, options.identity(), router, ScoreOptions.DEFAULT);
    discovery = new Discovery(options, host, requests, this::keep);
    census = new Census(host, ping, pubsub);
    news = new PeerNews(surroundings.workers());
  }

  private void begin(GossipOptions options) throws GossipException {
    host.execute(
        () -> {
          identify.start();
          ping.start();
          pubsub.start();
          host.addListener(discovery.known());
          host.addListener(census);
          host.addListener(news);
        });
    List<InetSocketAddress> sockets = host.listen(options.listen());
    census.awaitAddresses();
    discovery.start(sockets, this::addresses);
  }

  @Override
  public PeerId id() {
    return host.id();
  }

  @Override
  public List<String> addresses() {
    return census.addresses();
  }

  @Override
  public void subscribe(Topic topic, TopicHandler handler) {
    pubsub.subscribe(rules.apply(topic), handler);
  }

  @Override
  public void unsubscribe(String topic) {
    pubsub.unsubscribe(topic);
  }

  @Override
  public void publish(String topic, byte[] payload) throws GossipException {
    pubsub.publish(topic, payload);
  }

  @Override
  public void serve(Protocol protocol, RequestHandler handler) {
    requests.serve(protocol, handler);
  }

  @Override
  public MessageStream open(PeerId peer, Protocol protocol)
      throws GossipException, InterruptedException {
    return requests.open(peer, protocol);
  }

  @Override
  public void keep(PeerAddress peer) {
    host.execute(
        () -> {
          pubsub.trust(peer.peer());
          host.keep(peer);
        });
  }

  @Override
  public void penalize(PeerId peer) {
    host.execute(() -> pubsub.penalize(peer));
  }

  @Override
  public List<PeerStatus> peers() {
    return census.peers();
  }

  @Override
  public void listen(PeerListener listener) {
    host.execute(() -> news.add(listener));
  }

  @Override
  public void close() {
    discovery.close();
    host.execute(
        () -> {
          pubsub.close();
          identify.close();
          ping.close();
        });
    host.close();
    requests.close();
    census.close();
  }
}
