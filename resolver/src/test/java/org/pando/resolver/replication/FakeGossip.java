package org.pando.resolver.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.GossipNode;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;

/**
 * A node of gossip without sockets: keeps what it is told, and has streams to those it is connected
 * to.
 */
final class FakeGossip implements GossipNode {
  final Map<String, TopicHandler> topics = new HashMap<>();
  final List<PeerAddress> kept = new ArrayList<>();
  final List<byte[]> published = new ArrayList<>();
  final Map<String, RequestHandler> served = new HashMap<>();
  final List<PeerListener> listeners = new ArrayList<>();
  final List<PeerId> penalized = new ArrayList<>();
  private final PeerId id;
  private final Map<PeerId, FakeGossip> others = new LinkedHashMap<>();
  List<String> addresses = List.of();
  List<String> listening = List.of();
  boolean closed;

  /** Happens while this node waits for the next message of a stream that it has opened. */
  Runnable waited = () -> {};

  FakeGossip(int number) {
    this(numbered(number));
  }

  FakeGossip(PeerId id) {
    this.id = id;
  }

  private static PeerId numbered(int number) {
    try {
      return PeerId.of(new byte[] {0, 1, (byte) number});
    } catch (GossipException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connects two nodes, anew when they are already; the first dials. */
  static void connect(FakeGossip one, FakeGossip two) {
    one.others.put(two.id(), two);
    two.others.put(one.id(), one);
    List.copyOf(one.listeners).forEach(listener -> listener.connected(two.id()));
    List.copyOf(two.listeners).forEach(listener -> listener.connected(one.id()));
  }

  static void disconnect(FakeGossip one, FakeGossip two) {
    one.others.remove(two.id());
    two.others.remove(one.id());
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public List<String> addresses() {
    return addresses;
  }

  @Override
  public void subscribe(Topic topic, TopicHandler handler) {
    if (topics.put(topic.name(), handler) != null) {
      throw new IllegalArgumentException(topic.name() + " is subscribed already");
    }
  }

  @Override
  public void unsubscribe(String topic) {
    topics.remove(topic);
  }

  @Override
  public void publish(String topic, byte[] payload) {
    published.add(payload);
  }

  @Override
  public void serve(Protocol protocol, RequestHandler handler) {
    served.put(protocol.id(), handler);
  }

  @Override
  public MessageStream open(PeerId peer, Protocol protocol) throws GossipException {
    FakeGossip other = others.get(peer);
    RequestHandler handler = other == null ? null : other.served.get(protocol.id());
    if (other == null || handler == null) {
      throw new GossipException(Kind.UNREACHABLE, "no such peer");
    }
    Pipe pipe = Pipe.open(id(), other.id(), handler);
    pipe.whenCome = waited;
    return pipe;
  }

  @Override
  public void keep(PeerAddress peer) {
    kept.add(peer);
  }

  @Override
  public void penalize(PeerId peer) {
    penalized.add(peer);
  }

  @Override
  public List<PeerStatus> peers() {
    return others.values().stream()
        .map(
            other ->
                new PeerStatus(
                    other.id(),
                    true,
                    true,
                    "fake",
                    List.of(),
                    other.listening,
                    Set.of(),
                    Set.copyOf(other.topics.keySet()),
                    Duration.ofMillis(1),
                    0,
                    ""))
        .toList();
  }

  @Override
  public void listen(PeerListener listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    closed = true;
  }

  /** One end of a stream; the other is served by a virtual thread. */
  static final class Pipe implements MessageStream {
    private static final byte[] END = new byte[0];
    private static final int SECONDS = 20;

    private final PeerId peer;
    private final BlockingQueue<byte[]> in;
    private final BlockingQueue<byte[]> out;
    private Runnable whenCome = () -> {};

    private Pipe(PeerId peer, BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
      this.peer = peer;
      this.in = in;
      this.out = out;
    }

    static Pipe open(PeerId from, PeerId to, RequestHandler handler) {
      BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
      BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
      Pipe far = new Pipe(from, questions, answers);
      Thread _ =
          Thread.startVirtualThread(
              () -> {
                try {
                  handler.handle(far);
                } catch (GossipException | InterruptedException e) {
                  // as of a stream that is reset
                } finally {
                  far.end();
                }
              });
      return new Pipe(to, answers, questions);
    }

    @Override
    public PeerId peer() {
      return peer;
    }

    @Override
    public void send(byte[] message) {
      out.add(message);
    }

    @Override
    public byte @Nullable [] receive() throws GossipException, InterruptedException {
      byte[] message = in.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new GossipException(Kind.TIMEOUT, "nothing came");
      }
      whenCome.run();
      return message.length == 0 ? null : message;
    }

    @Override
    public void end() {
      out.add(END);
    }

    @Override
    public void close() {
      end();
    }
  }
}
