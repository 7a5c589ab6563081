package org.pando.registry.owner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** The transfers that this node offered, as kept in files. Writer thread. */
final class Offers {
  private final SignedFiles files;
  private final Names names;

  Offers(Path folder, Names names) {
    this.files = new SignedFiles(folder, ".offer");
    this.names = names;
  }

  Path path(String fullName) {
    return files.path(fullName);
  }

  void keep(Offer offer) throws RegistryException {
    files.write(offer.name(), offer.encode());
  }

  /** The kept offer of a name. */
  Optional<Offer> find(String fullName) throws RegistryException {
    Optional<String> text = files.read(fullName);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Offer.decode(files.path(fullName).toString(), text.get()));
  }

  /** The kept offer of a name when it can still be accepted: the name has not changed since. */
  Optional<Offer> open(Present present) throws RegistryException {
    return find(present.full()).filter(offer -> fits(offer, present) && isGood(offer));
  }

  /** The kept offers that can still be accepted; those that cannot be read are left out. */
  List<Offer> open(List<Network> networks) throws RegistryException {
    List<Offer> open = new ArrayList<>();
    for (String name : files.names()) {
      Optional<Offer> offer = readable(name);
      for (Network network : networks) {
        Present present =
            offer.isPresent() && offer.get().network().equals(network.id())
                ? names.find(network, offer.get().op().name())
                : null;
        if (present != null && fits(offer.get(), present) && isGood(offer.get())) {
          open.add(offer.get());
        }
      }
    }
    return open;
  }

  private Optional<Offer> readable(String fullName) throws RegistryException {
    try {
      return find(fullName);
    } catch (RegistryException e) {
      if (e.kind() != Kind.INVALID) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether the name has not changed since it was offered. */
  boolean fits(Offer offer, Present present) {
    return offer.network().equals(present.network().id())
        && offer.op().g() == present.name().g() + 1
        && present.isNewest(offer.op().step().prev());
  }

  /** Whether it is not too old. */
  boolean isGood(Offer offer) {
    return names.now() <= offer.expires();
  }

  /**
   * Forgets the offer of a name: an operation that succeeded has made it void.
   *
   * @return what to say about it
   */
  List<String> withdraw(String fullName) {
    try {
      boolean known = files.read(fullName).isPresent();
      files.delete(fullName);
      return known ? List.of("the offer of " + fullName + " is void now") : List.of();
    } catch (RegistryException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Forgets the offer of a name that was accepted; returns what went wrong with that. */
  List<String> forget(String fullName) {
    return files.forget(fullName);
  }
}
