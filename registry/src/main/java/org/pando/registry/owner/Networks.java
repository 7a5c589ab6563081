package org.pando.registry.owner;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Invite;
import org.pando.registry.record.Suffix;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Witness;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.store.Sharing;

/**
 * This node's networks: founding, sharing, joining and leaving them. Writer thread.
 *
 * <p>A network that nobody else was ever invited to is not shared: its node tells nobody of it.
 */
public final class Networks {
  private static final Suffix HOME = new Suffix("home.alt");
  private static final int NONCE = 16;
  private static final int KEY = 32;

  private final Replica replica;
  private final OwnKeys keys;
  private final SecureRandom random;

  Networks(Replica replica, OwnKeys keys, SecureRandom random) {
    this.replica = replica;
    this.keys = keys;
    this.random = random;
  }

  /**
   * Founds {@code home.alt} with this node as its only witness, unless the node is in a network
   * already. The keys it needs are made first; those that an interrupted start left are used.
   */
  void foundHome() throws RegistryException {
    if (replica.networks().isEmpty()) {
      replica.add(genesis(HOME, "home"));
    }
  }

  /**
   * Founds a network with this node as its only witness.
   *
   * @param suffix what it owns, such as {@code friends.alt}
   * @param closed whether only who has an invite can connect at all
   * @throws RegistryException INVALID when it is no suffix, CONFLICT when a network of this node
   *     has it, one below it or one above it
   */
  public Network found(String suffix, boolean closed, boolean dryRun) throws RegistryException {
    Genesis genesis = genesis(parse(suffix), suffix.substring(0, suffix.indexOf('.')));
    Optional<Network> inTheWay = overlapping(genesis.suffix());
    if (inTheWay.isPresent()) {
      throw new RegistryException(
          Kind.CONFLICT,
          suffix
              + ": this node is in "
              + inTheWay.get().suffixText()
              + " already, and names under both would be ambiguous; choose another suffix");
    }
    if (dryRun) {
      return Replica.network(genesis);
    }
    Network network = replica.add(genesis);
    if (closed) {
      replica.share(network, new Sharing(random(KEY), List.of()));
    }
    return network;
  }

  private static Suffix parse(String text) throws RegistryException {
    try {
      return Suffix.parse(text);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private Genesis genesis(Suffix suffix, String label) throws RegistryException {
    Witness only =
        new Witness(
            keys.witness().publicKey(),
            keys.node().publicKey(),
            label.substring(0, Math.min(label.length(), Config.MAX_WITNESS_LABEL)));
    Config config = new Config(0, null, List.of(only), Terms.CLOSED);
    return new Genesis(suffix, random(NONCE), 0, config);
  }

  private Bytes random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  /** Shares a network from now on, if it is not shared yet; gives how. */
  public Sharing share(Network network) throws RegistryException {
    Sharing present = replica.sharing(network);
    if (present != null) {
      return present;
    }
    replica.share(network, Sharing.OPEN);
    return Sharing.OPEN;
  }

  /**
   * What somebody needs to join a network, which is shared from now on.
   *
   * @param addresses where this node can be reached, multiaddr bytes, at most 8
   */
  public Invite invite(Network network, List<Bytes> addresses) throws RegistryException {
    Sharing sharing = share(network);
    Genesis genesis = replica.genesis(network);
    Config config = genesis.config();
    return new Invite(
        network.id(),
        genesis.encode().length() > Invite.MAX_GENESIS ? null : genesis,
        addresses,
        sharing.key(),
        new Invite.Pin(config.epoch(), config.id(network.id())));
  }

  /**
   * What joining did.
   *
   * @param isNew false when this node was a member already; the new addresses are kept then
   * @param gaveWay the own network without names that had the suffix, and is gone
   */
  public record Joined(Network network, boolean isNew, Optional<Network> gaveWay) {}

  /**
   * Joins the network of an invite.
   *
   * @param peers the invite's addresses as text
   * @throws RegistryException REFUSED when a network in use has its suffix, one below or one above
   *     it; INVALID when the invite needs a newer program
   */
  public Joined join(Invite invite, List<String> peers, boolean dryRun) throws RegistryException {
    Genesis genesis = genesisOf(invite);
    Sharing sharing = new Sharing(invite.preSharedKey(), peers);
    Optional<Network> present =
        replica.networks().stream().filter(n -> n.id().equals(invite.network())).findFirst();
    if (present.isPresent()) {
      if (!dryRun) {
        replica.share(present.get(), sharing);
      }
      return new Joined(present.get(), false, Optional.empty());
    }
    Optional<Network> inTheWay = overlapping(genesis.suffix());
    if (inTheWay.isPresent()) {
      checkGivesWay(inTheWay.get(), genesis.suffix());
    }
    if (dryRun) {
      return new Joined(Replica.network(genesis), true, inTheWay);
    }
    if (inTheWay.isPresent()) {
      replica.remove(inTheWay.get());
    }
    Network joined = replica.add(genesis);
    replica.share(joined, sharing);
    return new Joined(joined, true, inTheWay);
  }

  private static Genesis genesisOf(Invite invite) throws RegistryException {
    Genesis genesis = invite.genesis();
    if (genesis == null || invite.pin().epoch() != genesis.config().epoch()) {
      throw new RegistryException(
          Kind.INVALID,
          "invite: its network has changed its witnesses since it was founded, which this Pando"
              + " does not know yet; install a newer one");
    }
    if (!invite.pin().configId().equals(genesis.config().id(invite.network()))) {
      throw new RegistryException(
          Kind.INVALID,
          "invite: it contradicts itself about the network's witnesses; ask for a new one");
    }
    return genesis;
  }

  /** Only an own network without names, never shared, gives way by itself. */
  private void checkGivesWay(Network network, Suffix wanted) throws RegistryException {
    boolean unused =
        network.suffixText().equals(wanted.text())
            && replica.sharing(network) == null
            && replica.page(network, "", 1).isEmpty();
    if (!unused) {
      throw new RegistryException(
          Kind.REFUSED,
          "cannot join "
              + wanted
              + ": this node is in another network "
              + network.suffixText()
              + (replica.page(network, "", 1).isEmpty()
                  ? " that was shared"
                  : " that has names (pando list)")
              + "; leave that one first: pando network leave "
              + network.suffixText());
    }
  }

  /** A network of this node with a suffix that contains this one, or lies in it. */
  private Optional<Network> overlapping(Suffix suffix) {
    String one = "." + suffix.text();
    return replica.networks().stream()
        .filter(
            network -> {
              String other = "." + network.suffixText();
              return one.endsWith(other) || other.endsWith(one);
            })
        .findFirst();
  }

  /**
   * Leaves a network: its names are forgotten here, and go on elsewhere. A node that has left its
   * last network founds {@code home.alt} anew.
   */
  public void leave(Network network) throws RegistryException {
    replica.remove(network);
    foundHome();
  }

  /** Whether this node's key decides the claims of a network. */
  public boolean isWitness(Network network) throws RegistryException {
    Bytes witness = replica.genesis(network).config().witnesses().getFirst().key().bytes();
    return keys.publicKeys().contains(witness);
  }
}
