package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pando.gossip.GossipException;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.RpcCodec;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.wire.LengthFrames;

/** Nodes that gossip, and peers through which a test speaks itself. */
abstract class PubsubFixture {
  static final TopicRules RULES = TopicRules.of(new Topic("t", 65_536));
  final FakeNetwork network = new FakeNetwork();
  final List<String> heard = new ArrayList<>();
  final TopicHandler hearing =
      (payload, from) -> {
        heard.add(payload.length < 40 ? text(payload) : payload.length + " bytes");
        return Verdict.ACCEPT;
      };

  static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  FakeHost hearing(int seed) {
    FakeHost host = network.host(seed).started();
    host.pubsub.subscribe(RULES, hearing);
    network.settle();
    return host;
  }

  static List<Rpc> rpcs(FakeStream stream) throws GossipException {
    LengthFrames frames = new LengthFrames(RpcCodec.MAX_RPC);
    List<Rpc> rpcs = new ArrayList<>();
    for (byte[] written : stream.written) {
      for (byte[] frame : frames.receive(written)) {
        rpcs.add(RpcCodec.decode(frame));
      }
    }
    return rpcs;
  }

  static byte[] frame(Rpc rpc) {
    return LengthFrames.frame(RpcCodec.encode(rpc).getFirst());
  }

  /** A stream of a peer that only its test speaks through. */
  FakeStream speak(FakeHost from, FakeHost to) {
    from.open(
        to.id(),
        List.of("/meshsub/1.2.0"),
        new StreamHandler() {
          @Override
          public void opened(LoopStream stream) {}

          @Override
          public void data(LoopStream stream, byte[] bytes) {
            throw new AssertionError("written to");
          }

          @Override
          public void ended(LoopStream stream) {
            assertTrue(((FakeStream) stream).ended, "ended first by the other side");
          }

          @Override
          public void closed(LoopStream stream) {}
        });
    network.settle();
    return from.open(to, false).getLast();
  }

  /** A host that serves gossip's protocols and says nothing on its own. */
  FakeHost mute(int seed) {
    FakeHost host = network.host(seed);
    host.serve("/meshsub/1.2.0", Silent::new, 4);
    return host;
  }

  static final class Silent implements StreamHandler {
    @Override
    public void opened(LoopStream stream) {}

    @Override
    public void data(LoopStream stream, byte[] bytes) {}

    @Override
    public void ended(LoopStream stream) {}

    @Override
    public void closed(LoopStream stream) {}
  }
}
