package org.pando.resolver.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.owner.Networks;
import org.pando.registry.record.Invite;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.Sharing;
import org.pando.resolver.control.NetworkService;
import org.pando.resolver.replication.MemberAddress;
import org.pando.resolver.replication.Replication;
import org.pando.resolver.replication.SharingReport;

/** The node's networks, by way of the writer thread. Virtual threads. */
final class ControlNetworks implements NetworkService {
  private static final int MOST_ADDRESSES = 8;

  private final Replica replica;
  private final Networks networks;
  private final WriterThread writer;
  private final Replication replication;

  ControlNetworks(RegistryParts registry, WriterThread writer, Replication replication) {
    this.replica = registry.replica();
    this.networks = registry.registrar().networks();
    this.writer = writer;
    this.replication = replication;
  }

  @Override
  public NetworkList networks() throws RegistryException {
    List<NetworkInfo> infos = new ArrayList<>();
    for (Network network : replica.networks()) {
      infos.add(info(network));
    }
    return new NetworkList(infos);
  }

  @Override
  public NetworkInfo network(String suffix) throws RegistryException {
    return info(find(suffix));
  }

  @Override
  public NetworkInfo found(Foundation how) throws RegistryException {
    String suffix = lower(how.suffix());
    Network network = change(() -> networks.found(suffix, how.closed(), how.dryRun()));
    return how.dryRun() ? outlook(network, how.closed(), true) : info(network);
  }

  @Override
  public InviteMade invite(Invitation how) throws RegistryException {
    String suffix = how.suffix();
    Network network = suffix == null ? replica.networks().getFirst() : find(suffix);
    Sharing _ = change(() -> networks.share(network));
    List<MemberAddress> reachable = addresses(network);
    if (reachable.isEmpty()) {
      throw new RegistryException(
          Kind.REFUSED,
          network.suffixText()
              + ": this node has no address that others can reach, so nobody could join; see listen"
              + " in the section [gossip] of the configuration, and the node's log");
    }
    List<Bytes> encoded = reachable.stream().map(MemberAddress::encoded).toList();
    Invite invite = writer.call(() -> networks.invite(network, encoded));
    return new InviteMade(
        network.suffixText(),
        invite.text(),
        invite.preSharedKey() != null,
        reachable.stream().map(MemberAddress::text).toList());
  }

  @Override
  public Joined join(Joining how) throws RegistryException {
    Invite invite = parse(how.invite());
    List<String> peers = new ArrayList<>();
    for (Bytes address : invite.addresses()) {
      peers.add(MemberAddress.decode(address).text());
    }
    Networks.Joined joined = change(() -> networks.join(invite, peers, how.dryRun()));
    Network network = joined.network();
    return new Joined(
        how.dryRun() && joined.isNew()
            ? outlook(network, invite.preSharedKey() != null, false)
            : info(network),
        joined.isNew(),
        joined.gaveWay().map(gone -> gone.id().toString()).orElse(null),
        how.dryRun());
  }

  private static Invite parse(String text) throws RegistryException {
    try {
      return Invite.parse(text);
    } catch (RecordException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Left leave(Leaving how) throws RegistryException {
    Network network = find(how.suffix());
    long names = replica.extent(network).names();
    boolean witness = writer.call(() -> networks.isWitness(network));
    boolean last = replica.networks().size() == 1;
    if (!how.dryRun()) {
      change(
          () -> {
            networks.leave(network);
            return true;
          });
    }
    return new Left(
        network.suffixText(),
        names,
        witness,
        last ? replica.networks().getFirst().suffixText() : null,
        how.dryRun());
  }

  /** Runs a change on the writer thread, and lets gossip follow it. */
  private <T> T change(Callable<T> task) throws RegistryException {
    T result = writer.call(task);
    replication.follow();
    return result;
  }

  private Network find(String suffix) throws RegistryException {
    String wanted = lower(suffix);
    for (Network network : replica.networks()) {
      if (network.suffixText().equals(wanted)) {
        return network;
      }
    }
    throw new RegistryException(
        Kind.UNKNOWN_NETWORK,
        "this node is in no network " + wanted + "; see those it is in with: pando network list");
  }

  /** Without a final dot. */
  private static String lower(String suffix) {
    String text = suffix.toLowerCase(Locale.ROOT);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private NetworkInfo info(Network network) throws RegistryException {
    boolean witness = writer.call(() -> networks.isWitness(network));
    Sharing sharing = replica.sharing(network);
    long connected =
        replication.report().peers().stream()
            .filter(peer -> peer.connected() && peer.networks().contains(network))
            .count();
    return new NetworkInfo(
        network.suffixText(),
        network.id().toString(),
        replica.extent(network).names(),
        witness,
        replication.report().witness(network).map(node -> decider(node, witness)).orElse(null),
        sharing != null,
        sharing != null && sharing.key() != null,
        addresses(network).stream().map(MemberAddress::text).toList(),
        (int) connected,
        replication.report().fingerprint(network).map(Bytes::toHex).orElse(null));
  }

  private static Decider decider(SharingReport.WitnessNode node, boolean here) {
    return new Decider(node.label(), node.id(), here || node.connected());
  }

  /** What a network would be. */
  private static NetworkInfo outlook(Network network, boolean closed, boolean witness) {
    return new NetworkInfo(
        network.suffixText(),
        network.id().toString(),
        0,
        witness,
        null,
        !witness || closed,
        closed,
        List.of(),
        0,
        null);
  }

  private List<MemberAddress> addresses(Network network) {
    return replication.report().addresses(network).stream().limit(MOST_ADDRESSES).toList();
  }

  @Override
  public PeerList peers() {
    return new PeerList(
        replication.report().peers().stream()
            .map(ControlNetworks::peer)
            .sorted(Comparator.comparing((Peer peer) -> !peer.connected()).thenComparing(Peer::id))
            .toList());
  }

  private static Peer peer(SharingReport.Peer peer) {
    return new Peer(
        peer.id(),
        peer.agent(),
        peer.connected(),
        peer.outbound(),
        peer.networks().stream().map(Network::suffixText).sorted().toList(),
        peer.addresses(),
        peer.roundTrip(),
        peer.sync().stream()
            .map(ControlNetworks::sync)
            .sorted(Comparator.comparing(PeerSync::network))
            .toList(),
        peer.problem());
  }

  private static PeerSync sync(org.pando.resolver.replication.PeerSync sync) {
    return new PeerSync(
        sync.network().suffixText(), sync.inSync(), sync.heard(), sync.compared(), sync.problem());
  }
}
