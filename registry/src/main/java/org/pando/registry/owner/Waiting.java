package org.pando.registry.owner;

import java.util.HashSet;
import java.util.Set;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.Witness;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessRequest;

/** The names whose operations wait for a witness elsewhere, one for each. Writer thread. */
final class Waiting {
  private final Set<Place> places = new HashSet<>();

  private record Place(NetworkId network, String name) {}

  /** Whether an operation on the name waits. */
  boolean contains(Network network, String name) {
    return places.contains(new Place(network.id(), name));
  }

  /**
   * @throws RegistryException of kind CONFLICT when an operation on the name waits
   */
  void check(Network network, String name) throws RegistryException {
    if (contains(network, name)) {
      throw new RegistryException(
          Kind.CONFLICT,
          Names.full(network, name)
              + ": another operation on it is being decided just now; repeat the command when it is"
              + " over");
    }
  }

  /** Has a witness asked; the name waits until the sequel is called. */
  Progress.Asks ask(
      Network network,
      String name,
      Witness witness,
      WitnessRequest request,
      Progress.Sequel sequel) {
    Place place = new Place(network.id(), name);
    places.add(place);
    return new Progress.Asks(
        network,
        witness,
        request,
        new Progress.Sequel() {
          @Override
          public Progress onReply(WitnessReply reply) throws RegistryException {
            places.remove(place);
            return sequel.onReply(reply);
          }

          @Override
          public Progress onSilence(Progress.Silence silence) throws RegistryException {
            places.remove(place);
            return sequel.onSilence(silence);
          }
        });
  }
}
