package org.pando.registry.owner;

import java.util.Optional;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;

/** What is done to the name {@code blog}, which is registered unless that is what is done. */
enum NameOperation {
  REGISTER {
    @Override
    Progress begin(Registrar registrar, Network home) throws RegistryException {
      return registrar.register(home, "blog", TestNode.zone(1), Optional.empty(), false);
    }
  },
  RENEW {
    @Override
    Progress begin(Registrar registrar, Network home) throws RegistryException {
      return registrar.renew(home, "blog", false);
    }
  },
  TRANSFER {
    @Override
    Progress begin(Registrar registrar, Network home) throws RegistryException {
      Registrar.OfferMade _ =
          registrar.offer(
              home,
              "blog",
              new Registrar.Recipient("alice", Optional.empty()),
              Optional.empty(),
              false);
      return registrar.accept(
          home, "blog", Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
  },
  RELEASE {
    @Override
    Progress begin(Registrar registrar, Network home) throws RegistryException {
      return registrar.release(home, "blog", Optional.empty(), false);
    }
  },
  RECOVER {
    @Override
    Progress begin(Registrar registrar, Network home) throws RegistryException {
      return registrar.recover(
          home,
          "blog",
          new Registrar.Recovery(Optional.of("alice"), Optional.empty()),
          Optional.empty(),
          false);
    }
  };

  abstract Progress begin(Registrar registrar, Network home) throws RegistryException;
}
