package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;

/** The verdicts on whatever a stranger may put on the topic. */
class RecordTopicTest {
  private static final int OF_EACH_KIND = 4;

  @TempDir private Path folder;
  private TestRegistry registry = unset();
  private Network network = unset();
  private TopicHandler topic = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
  private static <T> T unset() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    registry = new TestRegistry(folder);
    network = registry.home();
    topic = topic(Runnable::run);
  }

  private TopicHandler topic(Executor verifiers) {
    return new RecordTopic(network, new Intake(registry.replica(), registry, verifiers));
  }

  @AfterEach
  void close() throws Exception {
    registry.close();
  }

  private static PeerId somebody() throws GossipException {
    return PeerId.of(new byte[] {0, 1, 9});
  }

  private Verdict verdict(Bytes message) throws Exception {
    return topic.handle(message.toArray(), somebody());
  }

  @Test
  void eachKindHasItsVerdictAndNothingElseChanges() throws Exception {
    Bytes held = registry.register(network, "blog");
    HumanBundle blog = (HumanBundle) Bundle.decode(held);
    Map<String, Bytes> accepted = new HashMap<>();
    Set<Bytes> seen = new HashSet<>();
    for (Submissions.Submission submission :
        new Submissions(network.id(), network.suffixText(), blog).all(OF_EACH_KIND, OF_EACH_KIND)) {
      assertTrue(seen.add(submission.bytes()), submission.kind() + " twice");
      assertEquals(submission.verdict(), verdict(submission.bytes()), submission.kind());
      if (submission.verdict() == Verdict.ACCEPT) {
        accepted.put(Bundle.decode(submission.bytes()).key(), submission.bytes());
      }
    }
    assertEquals(OF_EACH_KIND, accepted.size());
    for (Map.Entry<String, Bytes> entry : accepted.entrySet()) {
      assertEquals(entry.getValue(), registry.bundle(network, entry.getKey()));
    }
    assertEquals(held, registry.bundle(network, "blog"));
    assertEquals(1 + OF_EACH_KIND, registry.keys(network).size());
  }

  @Test
  void whatIsHeldAlreadyIsIgnored() throws Exception {
    Bytes bundle = registry.register(network, "blog");
    HumanBundle blog = (HumanBundle) Bundle.decode(bundle);
    assertEquals(Verdict.IGNORE, verdict(bundle));
    Bytes part = new HumanBundle("blog", blog.tenure(), null, null, null).encode();
    assertEquals(Verdict.IGNORE, verdict(part));
  }

  @Test
  void aNodeThatIsStoppingIgnores() throws Exception {
    TopicHandler stopping =
        topic(
            task -> {
              throw new RejectedExecutionException();
            });
    assertEquals(Verdict.IGNORE, stopping.handle(new byte[] {1, 2, 3}, somebody()));
  }
}
