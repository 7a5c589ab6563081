package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;

/** RPCs of all kinds: few topics, few ids and few payloads, so that they meet again. */
final class RandomRpcs {
  private final RandomGenerator random;

  private RandomRpcs(RandomGenerator random) {
    this.random = random;
  }

  static Rpc next(RandomGenerator random) {
    return new RandomRpcs(random).rpc();
  }

  private Rpc rpc() {
    return new Rpc(
        some(2, () -> new Subscription(topic(), random.nextInt(4) > 0)),
        some(3, this::message),
        random.nextBoolean() ? Control.NONE : control());
  }

  private Control control() {
    return new Control(
        some(2, () -> new IHave(topic(), some(9, this::id))),
        some(9, this::id),
        some(2, this::topic),
        some(2, this::prune),
        some(9, this::id));
  }

  private Prune prune() {
    List<PeerInfo> infos = some(2, () -> new PeerInfo(bytes(6), bytes(20)));
    return new Prune(topic(), infos, random.nextBoolean() ? random.nextLong() : 0);
  }

  private Message message() {
    byte[] data = new byte[random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2)];
    random.nextBytes(data);
    return random.nextInt(4) > 0
        ? Message.unsigned(topic(), data)
        : new Message(rarely(40), data, rarely(9), topic(), rarely(64), rarely(40));
  }

  private MessageId id() {
    byte[] data = {(byte) random.nextInt()};
    return MessageIds.SHA256_OF_DATA.apply(Message.unsigned("", data));
  }

  private String topic() {
    return switch (random.nextInt(6)) {
      case 0 -> "other " + random.nextInt(300);
      case 1 -> "é";
      default -> RouterFixture.TOPIC;
    };
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte @Nullable [] rarely(int most) {
    return random.nextBoolean() ? null : bytes(most);
  }

  private <T> List<T> some(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      items.add(item.get());
    }
    return items;
  }
}
