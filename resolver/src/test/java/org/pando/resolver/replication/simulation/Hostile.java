package org.pando.resolver.replication.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Message;
import org.pando.gossip.pubsub.MessageId;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.simulation.RouterProgram;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.RecordException;

/**
 * A replica's node that harms others: a replica of its own that learns for a while, and lies laid
 * over what it says. It hands on no message of anybody.
 */
final class Hostile implements Conduct {
  private static final Duration OFTEN = Duration.ofSeconds(5);

  /** How long it learns what others hold. */
  private static final Duration LEARNS = Duration.ofMinutes(1);

  private static final int KEPT = 30;
  private static final int LARGE = 70_000;

  private final Kind kind;
  private final World world;
  private final SimulatedNode node;
  private final RandomGenerator random;
  private final List<byte[]> heard = new ArrayList<>();

  /** What it does. */
  enum Kind {
    /** Says and gives what was, for ever. */
    STALE,
    /** Gives and says what nobody has signed. */
    FORGED,
    /** Gives and says more than anybody may. */
    OVERSIZED,
    /** Says that it has something, and gives nothing. */
    WITHHELD,
    /** Gives and says what is valid in another network. */
    REPLAYED,
    /** Names things that nobody has. */
    LYING
  }

  Hostile(Kind kind, World world, SimulatedNode node) {
    this.kind = kind;
    this.world = world;
    this.node = node;
    this.random = node.random();
  }

  @Override
  public void start(RouterProgram program) {
    node.every(OFTEN, () -> harm(program));
  }

  private boolean learns() {
    return kind == Kind.WITHHELD || node.simulation().now() < LEARNS.toNanos();
  }

  @Override
  public boolean hears(byte[] payload) {
    return learns();
  }

  @Override
  public boolean opens() {
    return kind != Kind.STALE || learns();
  }

  @Override
  public void incoming(SimulatedNode from, Rpc rpc) {
    for (Message message : rpc.messages()) {
      if (heard.size() < KEPT) {
        heard.add(message.data());
      } else if (kind == Kind.FORGED) {
        heard.set(random.nextInt(KEPT), message.data());
      }
    }
  }

  @Override
  public @Nullable Rpc outgoing(SimulatedNode to, Rpc rpc) {
    return rpc.messages().isEmpty() ? rpc : null;
  }

  private void harm(RouterProgram program) {
    if (heard.isEmpty()) {
      return;
    }
    String topic = world.topic();
    Rpc rpc =
        switch (kind) {
          case STALE, FORGED, OVERSIZED, REPLAYED ->
              new Rpc(List.of(), List.of(Message.unsigned(topic, harmful())), Control.NONE);
          case WITHHELD, LYING ->
              new Rpc(
                  List.of(),
                  List.of(),
                  new Control(
                      List.of(new IHave(topic, List.of(MessageId.of(noise(32))))),
                      List.of(),
                      List.of(),
                      List.of(),
                      List.of()));
        };
    program.peers().forEach(to -> program.say(to, rpc));
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** A payload that does harm where it is believed. */
  private byte[] harmful() {
    byte[] old = heard.get(random.nextInt(heard.size()));
    return switch (kind) {
      case FORGED -> forged(old);
      case OVERSIZED -> Arrays.copyOf(old, Bundle.MAX_SIZE + 1 + random.nextInt(LARGE));
      case REPLAYED -> foreign().toArray();
      case STALE, WITHHELD, LYING -> old;
    };
  }

  private Bytes foreign() {
    List<Bytes> all = world.foreign();
    return all.get(random.nextInt(all.size()));
  }

  private byte[] forged(byte[] old) {
    try {
      if (Bundle.decode(Bytes.of(old)) instanceof HumanBundle bundle && bundle.zone() != null) {
        return switch (random.nextInt(4)) {
          case 0 -> flipped(old);
          case 1 -> withRaisedNumber(bundle, Objects.requireNonNull(bundle.zone())).toArray();
          case 2 -> withZoneOfAnotherKey(bundle, Objects.requireNonNull(bundle.zone())).toArray();
          default -> stolen(bundle).toArray();
        };
      }
    } catch (RecordException e) {
      // another hostile node's work
    }
    return flipped(old);
  }

  private byte[] flipped(byte[] old) {
    byte[] other = old.clone();
    other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    return other;
  }

  private static Bytes withRaisedNumber(HumanBundle bundle, ZoneItem zone) {
    ZoneItem.Payload old = zone.payload();
    ZoneItem.Payload raised =
        new ZoneItem.Payload(old.subject(), old.seq() + 1000, old.at(), old.body());
    return bundle.withZone(new ZoneItem(raised, zone.signature())).encode();
  }

  private Bytes withZoneOfAnotherKey(HumanBundle bundle, ZoneItem zone) {
    TestNetwork network = world.network();
    return bundle
        .withZone(
            network.zone(zone.subject(), zone.seq() + 1, TestNetwork.body(666), TestKeys.OWNER2))
        .encode();
  }

  /** A transfer to the thief, certified by himself. */
  private Bytes stolen(HumanBundle bundle) {
    TestNetwork network = world.network();
    SigningKey thief = TestKeys.OWNER2;
    TestNetwork own = new TestNetwork(network.genesis(), List.of(thief));
    SignedOp<Op.TenureOp> transfer = network.transfer(bundle.newest().signed(), thief, thief);
    return new HumanBundle(bundle.name(), own.certify(transfer), null, null, null).encode();
  }

  @Override
  public byte[] says(byte[] message) {
    return switch (kind) {
      case STALE -> message;
      case FORGED -> message.length > 8 && random.nextInt(2) == 0 ? flipped(message) : message;
      case OVERSIZED -> oversized(message);
      case WITHHELD -> withheld(message);
      case REPLAYED -> replayed(message);
      case LYING -> lie(message);
    };
  }

  private byte[] oversized(byte[] message) {
    return switch (SyncWords.kind(message)) {
      case SyncWords.GIVE ->
          random.nextBoolean()
              ? SyncWords.give(List.of(Bytes.of(noise(Bundle.MAX_SIZE + 1))))
              : noise(300_001);
      case SyncWords.RECON -> SyncWords.recon(noise(LARGE));
      default -> message;
    };
  }

  private byte[] withheld(byte[] message) {
    return SyncWords.kind(message) == SyncWords.GIVE ? SyncWords.give(List.of()) : message;
  }

  private byte[] replayed(byte[] message) {
    return switch (SyncWords.kind(message)) {
      case SyncWords.GIVE -> SyncWords.give(List.of(foreign()));
      case SyncWords.HELLO ->
          random.nextInt(4) == 0
              ? SyncWords.hello(TestNetwork.of(1, "home.alt", 0).id().bytes(), 9, noise(16))
              : message;
      default -> message;
    };
  }

  private byte[] lie(byte[] message) {
    return switch (SyncWords.kind(message)) {
      case SyncWords.GIVE -> SyncWords.give(List.of());
      case SyncWords.HELLO -> SyncWords.hello(world.network().id().bytes(), 1L << 31, noise(16));
      case SyncWords.RECON -> SyncWords.recon(random.nextBoolean() ? endless() : invented());
      default -> message;
    };
  }

  /** Of the whole range, a fingerprint that nobody has. */
  private byte[] endless() {
    byte[] answer = noise(20);
    answer[0] = 0x61;
    answer[1] = 0;
    answer[2] = 0;
    answer[3] = 1;
    return answer;
  }

  /** Of the whole range, ids that nobody has. */
  private byte[] invented() {
    int count = 100;
    byte[] answer = noise(5 + 32 * count);
    answer[0] = 0x61;
    answer[1] = 0;
    answer[2] = 0;
    answer[3] = 2;
    answer[4] = (byte) count;
    return answer;
  }
}
