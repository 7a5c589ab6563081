package org.pando.resolver.replication.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.ZoneItem;

/**
 * The owners of names, each at home on one node: they claim, publish, renew, hand on, revoke and
 * release, some of them with two devices at once. Of every eight names one is a key name.
 */
final class Owners {
  private static final int KEY_NAME_EACH = 8;

  private final World world;
  private final RandomGenerator random;
  private final TestNetwork network;
  private final List<Owned> names = new ArrayList<>();
  private int owners;

  /** A name and who can sign for it. */
  private abstract static sealed class Owned permits OwnedLabel, OwnedKey {
    final SimulatedNode home;
    long seq;

    Owned(SimulatedNode home) {
      this.home = home;
    }
  }

  private static final class OwnedLabel extends Owned {
    SigningKey owner;
    HumanBundle bundle;
    SignedOp<Op.TenureOp> tenure;
    SignedOp<? extends Op.NameOp> newest;
    int renewals;

    OwnedLabel(
        SimulatedNode home, SigningKey owner, SignedOp<Op.TenureOp> tenure, HumanBundle bundle) {
      super(home);
      this.owner = owner;
      this.tenure = tenure;
      this.newest = tenure;
      this.bundle = bundle;
    }
  }

  private static final class OwnedKey extends Owned {
    final SigningKey key;
    @Nullable RevokeItem revoke;

    OwnedKey(SimulatedNode home, SigningKey key) {
      super(home);
      this.key = key;
    }
  }

  Owners(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.network = world.network();
  }

  /** Somebody gets a name, on one of the nodes that keep their store. */
  void claim() {
    SimulatedNode home = world.anyHome(random);
    SigningKey key = newOwner();
    if (names.size() % KEY_NAME_EACH == KEY_NAME_EACH - 1) {
      OwnedKey name = new OwnedKey(home, key);
      names.add(name);
      update(name);
      return;
    }
    SignedOp<Op.TenureOp> claim = network.claim(Step.first("name" + names.size()), key);
    HumanBundle bundle =
        new HumanBundle(claim.op().name(), network.certify(claim), null, null, null);
    OwnedLabel name = new OwnedLabel(home, key, claim, bundle);
    names.add(name);
    publish(name, name.bundle);
  }

  private SigningKey newOwner() {
    return TestKeys.of("owner " + owners++);
  }

  /** Somebody changes something of a name. */
  void change() {
    switch (names.get(random.nextInt(names.size()))) {
      case OwnedLabel label -> change(label);
      case OwnedKey key -> change(key);
    }
  }

  private void change(OwnedKey name) {
    if (name.revoke == null && random.nextInt(40) == 0) {
      name.revoke = network.revoke(subject(name), Signer.OWNER, name.key);
    }
    update(name);
  }

  private Bytes subject(OwnedKey name) {
    return KeyBundle.subject(name.key.publicKey(), network.id());
  }

  private void update(OwnedKey name) {
    ZoneItem zone = zone(name, subject(name), name.key);
    publish(name, new KeyBundle(name.key.publicKey(), zone, name.revoke, null));
  }

  private void change(OwnedLabel name) {
    if (name.tenure.op().holder() == null) {
      begin(name, network.reclaim(name.tenure, newOwner(name)));
      return;
    }
    if (name.bundle.revoke() != null) {
      handOn(name);
      return;
    }
    int what = random.nextInt(100);
    if (what < 84) {
      update(name);
    } else if (what < 88) {
      updateTwice(name);
    } else if (what < 92) {
      renew(name);
    } else if (what < 95) {
      handOn(name);
    } else if (what < 98) {
      revoke(name);
    } else {
      begin(name, network.release(name.newest, TestKeys.RECOVERY));
    }
  }

  private SigningKey newOwner(OwnedLabel name) {
    name.owner = newOwner();
    return name.owner;
  }

  private void update(OwnedLabel name) {
    name.bundle = name.bundle.withZone(zone(name, subject(name), name.owner));
    publish(name, name.bundle);
  }

  private Bytes subject(OwnedLabel name) {
    return name.bundle.subject(network.id());
  }

  /** The owner's two devices give different zones the same number. */
  private void updateTwice(OwnedLabel name) {
    update(name);
    name.seq--;
    HumanBundle other = name.bundle.withZone(zone(name, subject(name), name.owner));
    world.publish(world.anyHome(random), other);
  }

  private void renew(OwnedLabel name) {
    SignedOp<Op.Renew> renewal =
        network.renew(name.tenure, ++name.renewals, Signer.OWNER, name.owner);
    name.newest = renewal;
    name.bundle = name.bundle.withRenew(network.certify(renewal));
    publish(name, name.bundle);
  }

  private void revoke(OwnedLabel name) {
    boolean byOwner = random.nextBoolean();
    name.bundle =
        name.bundle.withRevoke(
            network.revoke(
                subject(name),
                byOwner ? Signer.OWNER : Signer.RECOVERY,
                byOwner ? name.owner : TestKeys.RECOVERY));
    publish(name, name.bundle);
  }

  private void handOn(OwnedLabel name) {
    begin(name, network.transfer(name.newest, TestKeys.RECOVERY, newOwner(name)));
  }

  /** Another tenure, be it a vacant one. */
  private void begin(OwnedLabel name, SignedOp<Op.TenureOp> tenure) {
    name.tenure = tenure;
    name.newest = tenure;
    name.renewals = 0;
    name.seq = 0;
    name.bundle = new HumanBundle(name.bundle.name(), network.certify(tenure), null, null, null);
    publish(name, name.bundle);
  }

  private ZoneItem zone(Owned name, Bytes subject, SigningKey key) {
    return ZoneItem.sign(
        new ZoneItem.Payload(
            subject, ++name.seq, world.clock(name.home), TestNetwork.body(random.nextInt(1 << 16))),
        key,
        network.id());
  }

  private void publish(Owned name, Bundle bundle) {
    world.publish(name.home, bundle);
  }
}
