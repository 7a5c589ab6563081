package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.sync.Reconciliation;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.Domain;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.rule.RecordException;

/**
 * Learns from one peer what this node lacks of a network. The peer learns nothing by it; it asks in
 * sessions of its own. Runs on one virtual thread.
 */
final class SyncSession {
  /** So many bundles are handed on by gossip; more are left to the others' own sessions. */
  private static final int HANDED_ON = 64;

  private final SharedNetwork shared;
  private final SyncStream stream;
  private final Intake intake;
  private int learned;

  SyncSession(SharedNetwork shared, SyncStream stream, Intake intake) {
    this.shared = shared;
    this.stream = stream;
    this.intake = intake;
  }

  /**
   * @return how many bundles changed something here
   * @throws GossipException REFUSED when the peer is not in the network or is busy, PROTOCOL and
   *     LIMIT when it breaks a rule, or as the stream says
   */
  int run() throws GossipException, InterruptedException, RegistryException {
    SyncMessage.Hello ours = shared.inventory().hello();
    SyncMessage.Hello theirs = ask(ours, SyncMessage.Hello.class);
    if (!theirs.network().equals(ours.network())) {
      throw GossipException.protocol("the peer answered for another network");
    }
    if (!theirs.fingerprint().equals(ours.fingerprint()) && theirs.count() > 0) {
      if (ours.count() == 0) {
        copyAll(theirs.count());
      }
      reconcile();
    }
    stream.send(new SyncMessage.End(SyncMessage.Code.DONE));
    return learned;
  }

  private <T extends SyncMessage> T ask(SyncMessage question, Class<T> wanted)
      throws GossipException, InterruptedException {
    stream.send(question);
    return answer(wanted);
  }

  private <T extends SyncMessage> T answer(Class<T> wanted)
      throws GossipException, InterruptedException {
    SyncMessage answer = stream.receive();
    if (wanted.isInstance(answer)) {
      return wanted.cast(answer);
    }
    if (answer instanceof SyncMessage.End(SyncMessage.Code code)) {
      throw new GossipException(
          Kind.REFUSED,
          switch (code) {
            case UNKNOWN_NETWORK -> "the peer is not in this network";
            case BUSY -> "the peer is still loading its names";
            case DONE, UNEXPECTED -> "the peer ended the session";
          });
    }
    throw GossipException.protocol("the peer sent something that was not asked for");
  }

  /**
   * From the first key on, in pages; whatever changes meanwhile is found by reconciliation. The
   * peer looks for the next page while this one is taken in.
   */
  private void copyAll(long count) throws GossipException, InterruptedException, RegistryException {
    String after = "";
    stream.send(new SyncMessage.Snapshot(after));
    for (long left = count + HANDED_ON; left > 0; ) {
      List<Bytes> page = answer(SyncMessage.Give.class).bundles();
      if (page.isEmpty()) {
        return;
      }
      String last = keyOf(page.getLast());
      if (last.compareTo(after) <= 0) {
        throw GossipException.protocol("the peer's snapshot does not ascend");
      }
      after = last;
      left -= page.size();
      if (left > 0) {
        stream.send(new SyncMessage.Snapshot(after));
      }
      take(page, false);
    }
  }

  private static String keyOf(Bytes bundle) throws GossipException {
    try {
      return BundleSummary.read(bundle).key();
    } catch (RecordException e) {
      throw new GossipException(Kind.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private void reconcile() throws GossipException, InterruptedException, RegistryException {
    Reconciliation session =
        new Reconciliation(
            shared.inventory().items(),
            SyncMessage.Recon.MAX_MESSAGE,
            Reconciliation.Budget.DEFAULT);
    List<Bytes> needed = new ArrayList<>();
    byte[] next = session.begin();
    while (next.length > 0) {
      SyncMessage.Recon answer =
          ask(new SyncMessage.Recon(Bytes.of(next)), SyncMessage.Recon.class);
      Reconciliation.Round round = session.onAnswer(answer.message().toArray());
      round.need().forEach(id -> needed.add(Bytes.of(id)));
      next = round.next();
    }
    fetch(needed);
  }

  private void fetch(List<Bytes> needed)
      throws GossipException, InterruptedException, RegistryException {
    boolean handOn = needed.size() <= HANDED_ON;
    Set<Bytes> left = new LinkedHashSet<>(needed);
    want(left);
    while (!left.isEmpty()) {
      List<Bytes> given = answer(SyncMessage.Give.class).bundles();
      if (given.isEmpty()) {
        return; // they changed meanwhile; the next session finds what became of them
      }
      for (Bytes bundle : given) {
        if (!left.remove(Domain.sha256(bundle))) {
          throw GossipException.protocol("the peer gave a bundle that was not asked for");
        }
      }
      want(left);
      take(given, handOn);
    }
  }

  /** Asks for the next ones of those that are left, if any are. */
  private void want(Set<Bytes> left) throws GossipException, InterruptedException {
    if (!left.isEmpty()) {
      stream.send(new SyncMessage.Want(left.stream().limit(SyncMessage.MAX_WANTED).toList()));
    }
  }

  private void take(List<Bytes> bundles, boolean handOn) throws GossipException, RegistryException {
    String invalid = null;
    for (Decision decision : intake.take(shared.network(), bundles, handOn)) {
      switch (decision) {
        case Decision.Changed changed -> learned++;
        case Decision.Unchanged unchanged -> {}
        case Decision.Refused refused -> {
          if (!(refused.reason() instanceof Validity.Unknown)) {
            invalid = refused.text();
          }
        }
      }
    }
    if (invalid != null) {
      throw GossipException.protocol("the peer gave an invalid bundle: " + invalid);
    }
  }
}
