package org.pando.gossip.host;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Request protocols: streams of messages that we open, and handlers for those of peers. */
public final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  /** What connecting and agreeing on the protocol may take on top of a protocol's patience. */
  private static final Duration OPENING = Duration.ofSeconds(30);

  private final TcpHost host;
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private final Set<LoopMessageStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Requests(TcpHost host) {
    this.host = host;
  }

  /**
   * Serves a protocol from now on. Any thread.
   *
   * @throws IllegalArgumentException when it is served already
   */
  public void serve(Protocol protocol, RequestHandler handler) {
    if (!served.add(protocol.id())) {
      throw new IllegalArgumentException(protocol.id() + " is served already");
    }
    host.execute(
        () ->
            host.serve(protocol.id(), () -> new Serving(protocol, handler), protocol.maxStreams()));
  }

  /** One stream of a peer: it becomes a message stream once it is known whose it is. */
  private final class Serving implements StreamHandler {
    private final Protocol protocol;
    private final RequestHandler handler;
    private @Nullable LoopMessageStream messages;

    Serving(Protocol protocol, RequestHandler handler) {
      this.protocol = protocol;
      this.handler = handler;
    }

    @Override
    public void opened(LoopStream stream) {
      LoopMessageStream opened =
          new LoopMessageStream(host, stream.peer(), protocol, this::dispatch, streams::remove);
      messages = opened;
      streams.add(opened);
      opened.opened(stream);
    }

    private void dispatch(LoopMessageStream stream) {
      try {
        host.surroundings().workers().execute(() -> handle(handler, protocol, stream));
      } catch (RejectedExecutionException e) {
        LOG.debug("a stream of {} is refused: the node closes", protocol.id(), e);
        stream.abort();
      }
    }

    @Override
    public void data(LoopStream stream, byte[] bytes) {
      if (messages != null) {
        messages.data(stream, bytes);
      }
    }

    @Override
    public void ended(LoopStream stream) {
      if (messages != null) {
        messages.ended(stream);
      }
    }

    @Override
    public void writable(LoopStream stream) {
      if (messages != null) {
        messages.writable(stream);
      }
    }

    @Override
    public void closed(LoopStream stream) {
      if (messages != null) {
        messages.closed(stream);
      }
    }
  }

  /** On a worker. A handler that fails, or is interrupted, resets its stream. */
  private static void handle(RequestHandler handler, Protocol protocol, LoopMessageStream stream) {
    try {
      handler.handle(stream);
      stream.end();
      stream.close();
    } catch (GossipException e) {
      LOG.debug("{} with {} failed: {}", protocol.id(), stream.peer(), e.getMessage());
      stream.abort();
    } catch (InterruptedException e) {
      stream.abort();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the handler of {} failed; its stream is reset", protocol.id(), e);
      stream.abort();
    }
  }

  /**
   * Opens a stream, connecting when need be. Waits.
   *
   * @throws GossipException UNREACHABLE, REFUSED, TIMEOUT, LIMIT, CLOSED
   */
  public MessageStream open(PeerId peer, Protocol protocol)
      throws GossipException, InterruptedException {
    LoopMessageStream stream =
        new LoopMessageStream(host, peer, protocol, opened -> {}, streams::remove);
    streams.add(stream);
    if (closed) {
      streams.remove(stream);
      throw new GossipException(Kind.CLOSED, "this node is closed");
    }
    host.execute(() -> host.reach(peer, problem -> reached(stream, protocol, problem)));
    try {
      stream.awaitOpened(protocol.patience().plus(OPENING));
      return stream;
    } catch (GossipException | InterruptedException e) {
      stream.abort();
      streams.remove(stream);
      throw e;
    }
  }

  private void reached(
      LoopMessageStream stream, Protocol protocol, @Nullable GossipException problem) {
    if (problem == null) {
      host.open(stream.peer(), List.of(protocol.id()), stream);
    } else {
      UnopenedStream.tell(stream.peer(), stream, problem);
    }
  }

  /** Ends with CLOSED what still waits; the host is closed already. */
  public void close() {
    closed = true;
    GossipException why = new GossipException(Kind.CLOSED, "this node is closed");
    streams.forEach(stream -> stream.abandon(why));
  }
}
