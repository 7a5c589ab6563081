package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
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

  /** Who lacks so many names, and more than half of them, copies all. */
  private static final long FAR_BEHIND = 10_000;

  /** Somebody who is in other networks only. */
  private static final SyncMessage STRANGER = new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK);

  private final SharedNetwork shared;
  private final SyncStream stream;
  private final Intake intake;
  private final SyncLink link;
  private final SyncTurns turns;
  private final LongSupplier nanos;
  private final SyncBudget budget;
  private int learned;
  private long since;
  private boolean putOff;

  /** How far a session came. */
  enum Outcome {
    /** This node now holds what the peer held. */
    WHOLE,
    /** There was more than fits into one session; the next one goes on. */
    PART,
    /** Sixteen answers named nothing that this node lacks, and did not come to an end. */
    NOTHING,
    /** All would have to be copied, which happens from another peer already. */
    LATER
  }

  SyncSession(
      SharedNetwork shared,
      SyncStream stream,
      Intake intake,
      SyncLink link,
      SyncTurns turns,
      LongSupplier nanos) {
    this.shared = shared;
    this.stream = stream;
    this.intake = intake;
    this.link = link;
    this.turns = turns;
    this.nanos = nanos;
    this.budget = new SyncBudget(nanos);
  }

  /**
   * @throws GossipException REFUSED when the peer is not in the network or is busy; PROTOCOL,
   *     MALFORMED and LIMIT when it breaks a rule; TIMEOUT, CLOSED
   */
  Outcome run() throws GossipException, InterruptedException, RegistryException {
    SyncMessage.Hello ours = shared.inventory().hello();
    SyncMessage.Hello theirs = ask(ours, SyncMessage.Hello.class);
    if (!theirs.network().equals(ours.network())) {
      throw GossipException.protocol("the peer answered for another network");
    }
    link.said(theirs, ours);
    since = link.differences();
    Outcome outcome =
        theirs.fingerprint().equals(ours.fingerprint()) || theirs.count() == 0
            ? Outcome.WHOLE
            : learn(ours.count(), theirs.count());
    stream.send(new SyncMessage.End(SyncMessage.Code.DONE));
    return outcome;
  }

  /** How many bundles changed something here. */
  int learned() {
    return learned;
  }

  /** Whether the peer was only too busy. */
  boolean isPutOff() {
    return putOff;
  }

  /** The peer's {@link SyncLink#differences} as this session knows them. */
  long since() {
    return since;
  }

  private Outcome learn(long ours, long theirs)
      throws GossipException, InterruptedException, RegistryException {
    if (ours == 0 || (theirs - ours > FAR_BEHIND && theirs / 2 > ours)) {
      if (!turns.copy(nanos.getAsLong())) {
        return Outcome.LATER;
      }
      try {
        copyAll(theirs);
      } finally {
        turns.copied();
        link.copies(null);
      }
    }
    return reconcile();
  }

  private <T extends SyncMessage> T ask(SyncMessage question, Class<T> wanted)
      throws GossipException, InterruptedException {
    stream.send(question);
    return answer(wanted);
  }

  private <T extends SyncMessage> T answer(Class<T> wanted)
      throws GossipException, InterruptedException {
    budget.waiting();
    SyncMessage answer = stream.receive();
    budget.answered();
    if (answer == null) {
      throw new GossipException(Kind.CLOSED, "the peer ended the session in the middle");
    }
    if (!answer.equals(STRANGER)) {
      link.heard(nanos.getAsLong());
    }
    if (wanted.isInstance(answer)) {
      return wanted.cast(answer);
    }
    if (answer instanceof SyncMessage.End(SyncMessage.Code code)) {
      putOff = code == SyncMessage.Code.BUSY;
      throw new GossipException(
          Kind.REFUSED,
          switch (code) {
            case UNKNOWN_NETWORK -> "the peer is not in this network";
            case BUSY -> "the peer is busy";
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
    long copied = 0;
    stream.send(new SyncMessage.Snapshot(after));
    for (boolean more = true; more; ) {
      List<Bytes> page = answer(SyncMessage.Give.class).bundles();
      if (page.isEmpty()) {
        return;
      }
      for (Bytes bundle : page) {
        after = ascending(after, keyOf(bundle));
      }
      budget.brought(page.size());
      more = budget.lasts(count);
      if (more) {
        stream.send(new SyncMessage.Snapshot(after));
      }
      take(page, false);
      copied += page.size();
      link.copies(new SyncLink.Progress(copied, Math.max(count, copied)));
    }
  }

  private static String ascending(String before, String key) throws GossipException {
    if (key.compareTo(before) <= 0) {
      throw GossipException.protocol("the peer's copy of the network does not ascend");
    }
    return key;
  }

  private static String keyOf(Bytes bundle) throws GossipException {
    try {
      return BundleSummary.read(bundle).key();
    } catch (RecordException e) {
      throw new GossipException(Kind.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private Outcome reconcile() throws GossipException, InterruptedException, RegistryException {
    Reconciliation session =
        new Reconciliation(
            shared.inventory().items(),
            SyncMessage.Recon.MAX_MESSAGE,
            Reconciliation.Budget.DEFAULT);
    Set<Bytes> needed = new LinkedHashSet<>();
    byte[] next = session.begin();
    for (int left = Reconciliation.Budget.DEFAULT.rounds(); next.length > 0 && left > 0; left--) {
      SyncMessage.Recon answer =
          ask(new SyncMessage.Recon(Bytes.of(next)), SyncMessage.Recon.class);
      Reconciliation.Round round = session.onAnswer(answer.message().toArray());
      round.need().forEach(id -> needed.add(Bytes.of(id)));
      next = round.next();
    }
    if (next.length > 0 && needed.isEmpty()) {
      return Outcome.NOTHING;
    }
    return fetch(needed) && next.length == 0 ? Outcome.WHOLE : Outcome.PART;
  }

  /** Gives whether all of them came. */
  private boolean fetch(Set<Bytes> left)
      throws GossipException, InterruptedException, RegistryException {
    boolean handOn = left.size() <= HANDED_ON;
    List<Bytes> withheld = new ArrayList<>();
    List<Bytes> wanted = want(left);
    while (!wanted.isEmpty()) {
      link.lacks(left.size() + withheld.size());
      List<Bytes> given = answer(SyncMessage.Give.class).bundles();
      for (Bytes bundle : given) {
        if (!left.remove(Domain.sha256(bundle))) {
          throw GossipException.protocol("the peer gave a bundle that was not asked for");
        }
      }
      if (given.isEmpty()) {
        wanted.forEach(left::remove); // they changed meanwhile, or are none
        withheld.addAll(wanted);
      }
      budget.brought(given.size());
      wanted = want(left);
      take(given, handOn);
    }
    link.lacks(withheld.size());
    int again = link.withheld(withheld);
    if (again > 0) {
      throw GossipException.protocol("the peer offers " + again + " bundles that it does not give");
    }
    return withheld.isEmpty();
  }

  /** Asks for the next ones of those that are left, if any are. */
  private List<Bytes> want(Set<Bytes> left) throws GossipException, InterruptedException {
    List<Bytes> wanted = left.stream().limit(SyncMessage.MAX_WANTED).toList();
    if (!wanted.isEmpty()) {
      stream.send(new SyncMessage.Want(wanted));
    }
    return wanted;
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
