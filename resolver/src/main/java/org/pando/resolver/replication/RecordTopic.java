package org.pando.resolver.replication;

import org.pando.gossip.PeerId;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One network's topic, with one bundle in each message (registry specification, section 11). Any
 * thread.
 */
final class RecordTopic implements TopicHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTopic.class);

  private final Network network;
  private final Intake intake;

  RecordTopic(Network network, Intake intake) {
    this.network = network;
    this.intake = intake;
  }

  /** The topic of a network. */
  static Topic of(NetworkId network) {
    return new Topic("/pando/records/1.0.0/" + network, Bundle.MAX_SIZE);
  }

  @Override
  public Verdict handle(byte[] payload, PeerId from) {
    try {
      return intake
          .takeGossiped(network, Bytes.of(payload))
          .map(decision -> verdict(decision, from))
          .orElse(Verdict.IGNORE);
    } catch (RegistryException e) {
      LOG.debug("{}: a bundle from {} was not stored: {}", network.suffix(), from, e.getMessage());
      return Verdict.IGNORE;
    }
  }

  private Verdict verdict(Decision decision, PeerId from) {
    return switch (decision) {
      case Decision.Changed changed -> Verdict.ACCEPT;
      case Decision.Unchanged unchanged -> Verdict.IGNORE;
      case Decision.Refused refused -> {
        LOG.debug("{}: a bundle from {}: {}", network.suffix(), from, refused.text());
        yield refused.reason() instanceof Validity.Unknown ? Verdict.IGNORE : Verdict.REJECT;
      }
    };
  }
}
