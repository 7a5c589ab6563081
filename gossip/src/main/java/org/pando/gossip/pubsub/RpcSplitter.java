package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;

/** Makes of an RPC several that every implementation takes. */
final class RpcSplitter {
  /** rust-libp2p takes no larger ones. */
  static final int MAX_RPC = 64 << 10;

  static final int MAX_CONTROL = 16 << 10;

  /** What a topic and the lengths around a list take at most. */
  private static final int AROUND = 512;

  private RpcSplitter() {}

  /** The parts in the order in which they are to be sent. */
  static List<Rpc> split(Rpc rpc) {
    if (RpcWriter.size(rpc) <= MAX_RPC
        && RpcWriter.size(rpc.control()) <= MAX_CONTROL
        && rpc.subscriptions().size() <= RpcCodec.MAX_SUBSCRIPTIONS
        && rpc.messages().size() <= RpcCodec.MAX_MESSAGES) {
      return List.of(rpc);
    }
    List<Rpc> parts = new ArrayList<>();
    for (int i = 0; i < rpc.subscriptions().size(); i += RpcCodec.MAX_SUBSCRIPTIONS) {
      int end = Math.min(rpc.subscriptions().size(), i + RpcCodec.MAX_SUBSCRIPTIONS);
      parts.add(Rpc.subscriptions(rpc.subscriptions().subList(i, end)));
    }
    chunks(rpc.messages(), MAX_RPC, RpcCodec.MAX_MESSAGES, RpcWriter::sizeInRpc)
        .forEach(messages -> parts.add(Rpc.messages(messages)));
    addControl(rpc.control(), parts);
    return parts;
  }

  private static void addControl(Control control, List<Rpc> parts) {
    for (IHave ihave : control.ihave()) {
      for (List<MessageId> ids : chunksOfIds(ihave.ids())) {
        parts.add(Rpc.ihave(List.of(new IHave(ihave.topic(), ids))));
      }
    }
    chunksOfIds(control.iwant()).forEach(ids -> parts.add(Rpc.iwant(ids)));
    int topic = RpcCodec.MAX_TOPIC + 2 * Integer.BYTES;
    for (List<String> graft :
        chunks(control.graft(), MAX_CONTROL - AROUND, RpcCodec.MAX_TOPICS, none -> topic)) {
      parts.add(Rpc.control(new Control(List.of(), List.of(), graft, List.of(), List.of())));
    }
    for (Prune prune : control.prune()) {
      List<Prune> one = List.of(fitting(prune));
      parts.add(Rpc.control(new Control(List.of(), List.of(), List.of(), one, List.of())));
    }
    for (List<MessageId> ids : chunksOfIds(control.idontwant())) {
      parts.add(Rpc.control(new Control(List.of(), List.of(), List.of(), List.of(), ids)));
    }
  }

  private static Prune fitting(Prune prune) {
    List<PeerInfo> peers = new ArrayList<>();
    int room = MAX_CONTROL - AROUND;
    for (PeerInfo info : prune.peers()) {
      room -= RpcWriter.size(info) + Integer.BYTES;
      if (room >= 0) {
        peers.add(info);
      }
    }
    return new Prune(prune.topic(), peers, prune.backoffSeconds());
  }

  private static List<List<MessageId>> chunksOfIds(List<MessageId> ids) {
    return chunks(ids, MAX_CONTROL - AROUND, RpcCodec.MAX_IDS, RpcWriter::size);
  }

  /** The items in runs that have no more than so many bytes and items; one item always fits. */
  private static <T> List<List<T>> chunks(
      List<T> items, int maxBytes, int maxItems, ToIntFunction<T> size) {
    List<List<T>> chunks = new ArrayList<>();
    List<T> chunk = new ArrayList<>();
    int bytes = 0;
    for (T item : items) {
      int more = size.applyAsInt(item);
      if (!chunk.isEmpty() && (bytes + more > maxBytes || chunk.size() == maxItems)) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        bytes = 0;
      }
      chunk.add(item);
      bytes += more;
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }
}
