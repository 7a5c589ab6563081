package org.pando.gossip.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipNode.PeerListener;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the node's listeners of peers, in order and off the loop. Owned by the gossip loop. */
final class PeerNews implements HostListener {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNews.class);

  private final Executor workers;
  private final Set<PeerId> present = new HashSet<>();
  private final List<Subscriber> subscribers = new ArrayList<>();

  PeerNews(Executor workers) {
    this.workers = workers;
  }

  /** One listener and what it has not heard yet; one worker at a time tells it. */
  private final class Subscriber implements Runnable {
    private final PeerListener listener;
    private final Queue<Runnable> untold = new ArrayDeque<>();
    private boolean telling;

    Subscriber(PeerListener listener) {
      this.listener = listener;
    }

    private synchronized void tell(Runnable call) {
      untold.add(call);
      if (!telling) {
        telling = true;
        begin();
      }
    }

    private void begin() {
      try {
        workers.execute(this);
      } catch (RejectedExecutionException e) {
        LOG.debug("a listener hears no more: the program ends", e);
      }
    }

    private synchronized @Nullable Runnable next() {
      Runnable call = untold.poll();
      telling = call != null;
      return call;
    }

    @Override
    public void run() {
      Runnable call;
      while ((call = next()) != null) {
        try {
          call.run();
        } catch (RuntimeException e) {
          LOG.error("a listener of the node's peers failed; it hears of others all the same", e);
        }
      }
    }
  }

  void add(PeerListener listener) {
    Subscriber subscriber = new Subscriber(listener);
    subscribers.add(subscriber);
    present.forEach(peer -> subscriber.tell(() -> listener.connected(peer)));
  }

  @Override
  public void identified(PeerId peer, Identified identified) {
    if (present.add(peer)) {
      subscribers.forEach(each -> each.tell(() -> each.listener.connected(peer)));
    }
  }

  @Override
  public void disconnected(PeerId peer) {
    if (present.remove(peer)) {
      subscribers.forEach(each -> each.tell(() -> each.listener.disconnected(peer)));
    }
  }
}
