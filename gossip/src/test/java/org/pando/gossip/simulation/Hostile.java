package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Message;
import org.pando.gossip.pubsub.MessageId;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;

/** Behaviours that harm others. All take part in meshes, and none hands on a message. */
public final class Hostile {
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private Hostile() {}

  /** Drops all messages, and says of none that it has it: formally it has never had any. */
  public static class Silent implements Behaviour {
    @Override
    public @Nullable Rpc outgoing(SimulatedNode to, Rpc rpc) {
      Control control = rpc.control();
      return onlyIfSaid(
          rpc,
          new Control(
              List.of(), control.iwant(), control.graft(), control.prune(), control.idontwant()));
    }
  }

  /** Drops all messages, and tells of them all the same, as its router does. */
  public static class Dropping implements Behaviour {
    @Override
    public @Nullable Rpc outgoing(SimulatedNode to, Rpc rpc) {
      return onlyIfSaid(rpc, rpc.control());
    }
  }

  private static @Nullable Rpc onlyIfSaid(Rpc rpc, Control control) {
    boolean says =
        !rpc.subscriptions().isEmpty()
            || !control.ihave().isEmpty()
            || !control.iwant().isEmpty()
            || !control.graft().isEmpty()
            || !control.prune().isEmpty()
            || !control.idontwant().isEmpty();
    return says ? new Rpc(rpc.subscriptions(), List.of(), control) : null;
  }

  /** Grafts everybody ten times a second, whatever the answer. */
  public static final class GraftFlood extends Silent {
    private final Rpc graft;

    public GraftFlood(String topic) {
      graft = graft(topic);
    }

    @Override
    public void start(RouterProgram program) {
      program.node().every(OFTEN, () -> program.peers().forEach(to -> program.say(to, graft)));
    }
  }

  /** Grafts again whoever has just pruned it. */
  public static final class EarlyGraft extends Silent {
    private final Rpc graft;
    private @Nullable RouterProgram program;

    public EarlyGraft(String topic) {
      graft = graft(topic);
    }

    @Override
    public void start(RouterProgram started) {
      program = started;
    }

    @Override
    public void incoming(SimulatedNode from, Rpc rpc) {
      @Nullable RouterProgram self = program;
      if (self != null && !rpc.control().prune().isEmpty()) {
        self.node().after(HEARTBEAT, () -> self.say(from, graft));
      }
    }
  }

  private static Rpc graft(String topic) {
    return new Rpc(
        List.of(),
        List.of(),
        new Control(List.of(), List.of(), List.of(topic), List.of(), List.of()));
  }

  /** Promises everybody, every heartbeat, messages that do not exist. */
  public static final class LyingIHave extends Silent {
    private static final int IDS = 50;
    private final String topic;

    public LyingIHave(String topic) {
      this.topic = topic;
    }

    @Override
    public void start(RouterProgram program) {
      program.node().every(HEARTBEAT, () -> lie(program));
    }

    private void lie(RouterProgram program) {
      List<MessageId> ids = new ArrayList<>();
      for (int i = 0; i < IDS; i++) {
        byte[] id = new byte[32];
        program.node().random().nextBytes(id);
        ids.add(MessageId.of(id));
      }
      Rpc rpc =
          new Rpc(
              List.of(),
              List.of(),
              new Control(
                  List.of(new IHave(topic, ids)), List.of(), List.of(), List.of(), List.of()));
      program.peers().forEach(to -> program.say(to, rpc));
    }
  }

  /** Sends everybody ten times a second a message that nobody accepts. */
  public static final class Spam extends Silent {
    private final String topic;

    public Spam(String topic) {
      this.topic = topic;
    }

    @Override
    public void start(RouterProgram program) {
      program.node().every(OFTEN, () -> spam(program));
    }

    private void spam(RouterProgram program) {
      byte[] data = new byte[100];
      program.node().random().nextBytes(data);
      data[0] = -1;
      Rpc rpc = new Rpc(List.of(), List.of(Message.unsigned(topic, data)), Control.NONE);
      program.peers().forEach(to -> program.say(to, rpc));
    }
  }

  /** Sends everybody ten times a second the oldest messages that it has heard, again and again. */
  public static final class Replay extends Silent {
    private static final int KEPT = 20;
    private final List<Message> heard = new ArrayList<>();

    @Override
    public void start(RouterProgram program) {
      program.node().every(OFTEN, () -> replay(program));
    }

    @Override
    public void incoming(SimulatedNode from, Rpc rpc) {
      for (Message message : rpc.messages()) {
        if (heard.size() < KEPT) {
          heard.add(message);
        }
      }
    }

    private void replay(RouterProgram program) {
      if (!heard.isEmpty()) {
        Rpc rpc = new Rpc(List.of(), List.copyOf(heard), Control.NONE);
        program.peers().forEach(to -> program.say(to, rpc));
      }
    }
  }
}
