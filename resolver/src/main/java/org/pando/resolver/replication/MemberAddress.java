package org.pando.resolver.replication;

import java.util.regex.Pattern;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * Where a member of a network is found.
 *
 * @param text a multiaddr with {@code /p2p/…}
 * @param encoded the same as in an invite
 */
public record MemberAddress(String text, Bytes encoded) {
  private static final Pattern LOOPBACK = Pattern.compile("/ip4/127\\..*|/ip6/::1/.*");

  /** Whether a multiaddr leads nowhere but to the computer itself. */
  static boolean isLoopback(String text) {
    return LOOPBACK.matcher(text).matches();
  }

  static MemberAddress of(String text) {
    try {
      return new MemberAddress(text, Bytes.of(PeerAddress.parse(text).encode()));
    } catch (GossipException e) {
      throw new IllegalStateException("an address of our own is none: " + text, e);
    }
  }

  /**
   * One of an invite.
   *
   * @throws RegistryException INVALID when it is no multiaddr with a peer
   */
  public static MemberAddress decode(Bytes encoded) throws RegistryException {
    try {
      return new MemberAddress(PeerAddress.decode(encoded.toArray()).toString(), encoded);
    } catch (GossipException e) {
      throw new RegistryException(Kind.INVALID, "invite: " + e.getMessage(), e);
    }
  }
}
