package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;

/** The node's networks and who else is in them. Called on a thread that may block. */
public interface NetworkService {
  /** The networks in the order in which they were joined, the default one first. */
  NetworkList networks() throws RegistryException;

  /**
   * One of them.
   *
   * @throws RegistryException UNKNOWN_NETWORK when no network has the suffix
   */
  NetworkInfo network(String suffix) throws RegistryException;

  /**
   * Founds a network.
   *
   * @throws RegistryException INVALID when the suffix is none, CONFLICT when it is in use here
   */
  NetworkInfo found(Foundation how) throws RegistryException;

  /**
   * Makes an invite; the network is shared from then on.
   *
   * @throws RegistryException UNKNOWN_NETWORK when no network has the suffix, REFUSED when this
   *     node cannot be reached by anybody
   */
  InviteMade invite(Invitation how) throws RegistryException;

  /**
   * Joins a network.
   *
   * @throws RegistryException INVALID when the text is no invite, REFUSED when the suffix is in use
   */
  Joined join(Joining how) throws RegistryException;

  /**
   * Leaves a network; its names are forgotten here.
   *
   * @throws RegistryException UNKNOWN_NETWORK when no network has the suffix
   */
  Left leave(Leaving how) throws RegistryException;

  /** The nodes that this one is connected to, or means to be. */
  PeerList peers() throws RegistryException;

  /** All networks of the node. */
  record NetworkList(List<NetworkInfo> networks) {
    public NetworkList {
      networks = List.copyOf(networks);
    }
  }

  /**
   * A network.
   *
   * @param suffix without the final dot
   * @param id 64 hexadecimal digits
   * @param names how many names it holds, tombstones included
   * @param witness whether this node decides who gets which name
   * @param decider the node that does; null when there are several
   * @param shared whether others were invited, or this node was
   * @param closed whether only members can connect at all
   * @param addresses where this node listens for its members
   * @param peers how many members are connected now
   * @param fingerprint 32 hexadecimal digits that are equal on nodes that hold the same; null while
   *     it is not shared, or its names are being loaded
   */
  record NetworkInfo(
      String suffix,
      String id,
      long names,
      boolean witness,
      @Nullable Decider decider,
      boolean shared,
      boolean closed,
      List<String> addresses,
      int peers,
      @Nullable String fingerprint) {
    public NetworkInfo {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The node that decides who gets which name.
   *
   * @param label a word for people
   * @param id as libp2p writes it, {@code 12D3KooW…}
   * @param connected whether it can be asked now
   */
  record Decider(String label, String id, boolean connected) {}

  /**
   * What is founded.
   *
   * @param suffix such as {@code friends.alt}
   * @param closed whether only who has an invite can connect
   */
  record Foundation(String suffix, boolean closed, boolean dryRun) {}

  /**
   * What is invited to.
   *
   * @param suffix null for the default network
   */
  record Invitation(@Nullable String suffix) {}

  /**
   * An invite.
   *
   * @param invite one line of capital letters and digits
   * @param addresses where this node can be reached, as the invite says
   */
  record InviteMade(String suffix, String invite, boolean closed, List<String> addresses) {
    public InviteMade {
      addresses = List.copyOf(addresses);
    }
  }

  /** What is joined. */
  record Joining(String invite, boolean dryRun) {}

  /**
   * What joining did.
   *
   * @param isNew false when the node was in the network already
   * @param gaveWay the id of the own network without names that had the suffix; null when there was
   *     none
   */
  record Joined(NetworkInfo network, boolean isNew, @Nullable String gaveWay, boolean dryRun) {}

  /** What is left. */
  record Leaving(String suffix, boolean dryRun) {}

  /**
   * What leaving did.
   *
   * @param names how many names are forgotten here
   * @param witness whether nobody can claim a name in it any more
   * @param founded the suffix that was founded anew because it was the last one; null otherwise
   */
  record Left(
      String suffix, long names, boolean witness, @Nullable String founded, boolean dryRun) {}

  /** Peers, the connected ones first. */
  record PeerList(List<Peer> peers) {
    public PeerList {
      peers = List.copyOf(peers);
    }
  }

  /**
   * Another node.
   *
   * @param id as libp2p writes it, {@code 12D3KooW…}
   * @param agent the program it says it is; empty before it has said
   * @param networks suffixes of networks that both are in, as far as it has said
   * @param addresses of its connections, or those that were tried
   * @param roundTrip null before it was measured
   * @param sync how this node stands with it in each network in which they met
   * @param problem why it is not connected; empty when it is
   */
  record Peer(
      String id,
      String agent,
      boolean connected,
      boolean outbound,
      List<String> networks,
      List<String> addresses,
      @SerializedName("roundTripMillis") @Nullable Duration roundTrip,
      List<PeerSync> sync,
      String problem) {
    public Peer {
      networks = List.copyOf(networks);
      sync = List.copyOf(sync);
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * How this node stands with a peer in one network.
   *
   * @param network its suffix
   * @param inSync whether this node holds everything that the peer said it holds
   * @param heard when the peer was heard from last; null when never
   * @param compared when the registries were compared as a whole last; null when never
   * @param problem why the last comparison did not go to its end; empty when it did
   */
  record PeerSync(
      String network,
      boolean inSync,
      @Nullable Instant heard,
      @Nullable Instant compared,
      String problem) {}
}
