package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.identity.SignedEnvelope;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;
import org.pando.gossip.wire.ProtobufReader;

/**
 * Gossipsub's RPC as bytes (proto2), without the length in front. What comes in may have its fields
 * in any order and fields that we do not know; every list is counted, and every length checked,
 * before memory is taken for it. What goes out has the fields in the order of their numbers, and is
 * split so that other implementations take it.
 */
public final class RpcCodec {
  /** The largest RPC that is taken, in bytes. */
  public static final int MAX_RPC = 1 << 20;

  /** The largest payload of a message, in bytes. */
  public static final int MAX_DATA = 60 << 10;

  /** The longest message id, in bytes. */
  public static final int MAX_ID = 64;

  static final int MAX_TOPIC = 256;
  static final int MAX_SUBSCRIPTIONS = 100;
  static final int MAX_MESSAGES = 500;
  static final int MAX_IDS = 5000;
  static final int MAX_TOPICS = 128;
  static final int MAX_PEERS = 16;
  static final int MAX_PEER_ID = 64;
  static final int MAX_SEQNO = 64;

  /** Those of RSA with 8192 bits are the longest. */
  static final int MAX_SIGNATURE = 1024;

  static final int MAX_KEY = 1100;

  private RpcCodec() {}

  /** How many bytes it takes when it is not split. */
  public static int size(Rpc rpc) {
    return RpcWriter.size(rpc);
  }

  /**
   * The RPC as frames, without their lengths: each at most 64 KiB, with at most 16 KiB of control.
   * Of peers that a PRUNE names some are left out when they do not fit.
   */
  public static List<byte[]> encode(Rpc rpc) {
    return RpcSplitter.split(rpc).stream().map(RpcWriter::write).toList();
  }

  /**
   * @throws GossipException MALFORMED, LIMIT
   */
  public static Rpc decode(byte[] bytes) throws GossipException {
    ProtobufReader in = new ProtobufReader("a gossip RPC", bytes, MAX_RPC);
    List<Subscription> subscriptions = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    @Nullable ControlReader control = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          in.checkCount(subscriptions.size(), MAX_SUBSCRIPTIONS);
          subscriptions.add(subscription(in.message("a subscription", MAX_RPC)));
        }
        case 2 -> {
          in.checkCount(messages.size(), MAX_MESSAGES);
          messages.add(message(in.message("a gossip message", MAX_RPC)));
        }
        case 3 -> {
          control = control == null ? new ControlReader() : control;
          control.read(in.message("a control message", MAX_RPC));
        }
        default -> in.skip();
      }
    }
    return new Rpc(subscriptions, messages, control == null ? Control.NONE : control.control());
  }

  private static Subscription subscription(ProtobufReader in) throws GossipException {
    String topic = "";
    boolean subscribed = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> subscribed = in.varint() != 0;
        case 2 -> topic = in.text(MAX_TOPIC);
        default -> in.skip();
      }
    }
    return new Subscription(topic, subscribed);
  }

  private static Message message(ProtobufReader in) throws GossipException {
    byte @Nullable [] from = null;
    byte[] data = new byte[0];
    byte @Nullable [] seqno = null;
    @Nullable String topic = null;
    byte @Nullable [] signature = null;
    byte @Nullable [] key = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> from = in.bytes(MAX_PEER_ID);
        case 2 -> data = in.bytes(MAX_DATA);
        case 3 -> seqno = in.bytes(MAX_SEQNO);
        case 4 -> {
          in.checkCount(topic == null ? 0 : 1, 1); // it was repeated once: topicIDs
          topic = in.text(MAX_TOPIC);
        }
        case 5 -> signature = in.bytes(MAX_SIGNATURE);
        case 6 -> key = in.bytes(MAX_KEY);
        default -> in.skip();
      }
    }
    return new Message(from, data, seqno, topic == null ? "" : topic, signature, key);
  }

  /** Of all control messages of one RPC. */
  private static final class ControlReader {
    private final List<IHave> ihave = new ArrayList<>();
    private final List<MessageId> iwant = new ArrayList<>();
    private final List<String> graft = new ArrayList<>();
    private final List<Prune> prune = new ArrayList<>();
    private final List<MessageId> idontwant = new ArrayList<>();
    private int idsHad;

    private Control control() {
      return new Control(ihave, iwant, graft, prune, idontwant);
    }

    private void read(ProtobufReader in) throws GossipException {
      while (in.next()) {
        switch (in.field()) {
          case 1 -> {
            in.checkCount(ihave.size(), MAX_TOPICS);
            ihave.add(ihave(in.message("an IHAVE", MAX_RPC)));
          }
          case 2 -> ids(in.message("an IWANT", MAX_RPC), iwant);
          case 3 -> {
            in.checkCount(graft.size(), MAX_TOPICS);
            graft.add(graft(in.message("a GRAFT", MAX_RPC)));
          }
          case 4 -> {
            in.checkCount(prune.size(), MAX_TOPICS);
            prune.add(prune(in.message("a PRUNE", MAX_RPC)));
          }
          case 5 -> ids(in.message("an IDONTWANT", MAX_RPC), idontwant);
          default -> in.skip();
        }
      }
    }

    private IHave ihave(ProtobufReader in) throws GossipException {
      String topic = "";
      List<MessageId> ids = new ArrayList<>();
      while (in.next()) {
        switch (in.field()) {
          case 1 -> topic = in.text(MAX_TOPIC);
          case 2 -> {
            in.checkCount(idsHad++, MAX_IDS);
            addId(in, ids);
          }
          default -> in.skip();
        }
      }
      return new IHave(topic, ids);
    }

    private static void ids(ProtobufReader in, List<MessageId> ids) throws GossipException {
      while (in.next()) {
        if (in.field() == 1) {
          in.checkCount(ids.size(), MAX_IDS);
          addId(in, ids);
        } else {
          in.skip();
        }
      }
    }

    /** An empty id names no message: a node whose id function is not set sends it. */
    private static void addId(ProtobufReader in, List<MessageId> ids) throws GossipException {
      byte[] id = in.bytes(MAX_ID);
      if (id.length > 0) {
        ids.add(MessageId.of(id));
      }
    }

    private static String graft(ProtobufReader in) throws GossipException {
      String topic = "";
      while (in.next()) {
        if (in.field() == 1) {
          topic = in.text(MAX_TOPIC);
        } else {
          in.skip();
        }
      }
      return topic;
    }

    private static Prune prune(ProtobufReader in) throws GossipException {
      String topic = "";
      List<PeerInfo> peers = new ArrayList<>();
      long backoff = 0;
      while (in.next()) {
        switch (in.field()) {
          case 1 -> topic = in.text(MAX_TOPIC);
          case 2 -> {
            in.checkCount(peers.size(), MAX_PEERS);
            peers.add(peerInfo(in.message("a peer of a PRUNE", MAX_RPC)));
          }
          case 3 -> backoff = in.varint();
          default -> in.skip();
        }
      }
      return new Prune(topic, peers, backoff);
    }

    private static PeerInfo peerInfo(ProtobufReader in) throws GossipException {
      byte[] peer = new byte[0];
      byte[] signedRecord = new byte[0];
      while (in.next()) {
        switch (in.field()) {
          case 1 -> peer = in.bytes(MAX_PEER_ID);
          case 2 -> signedRecord = in.bytes(SignedEnvelope.MAX_BYTES);
          default -> in.skip();
        }
      }
      return new PeerInfo(peer, signedRecord);
    }
  }
}
