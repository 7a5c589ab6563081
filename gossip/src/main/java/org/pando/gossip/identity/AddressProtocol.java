package org.pando.gossip.identity;

import org.jspecify.annotations.Nullable;

/** The parts of a multiaddr that are known here, with their codes (multiformats' protocols.csv). */
public enum AddressProtocol {
  IP4(4, "ip4", PartForm.IP4),
  TCP(6, "tcp", PartForm.PORT),
  IP6(41, "ip6", PartForm.IP6),
  IP6ZONE(42, "ip6zone", PartForm.NAME),
  DNS(53, "dns", PartForm.NAME),
  DNS4(54, "dns4", PartForm.NAME),
  DNS6(55, "dns6", PartForm.NAME),
  DNSADDR(56, "dnsaddr", PartForm.NAME),
  UDP(273, "udp", PartForm.PORT),
  P2P_CIRCUIT(290, "p2p-circuit", PartForm.NONE),
  P2P(421, "p2p", PartForm.PEER),
  TLS(448, "tls", PartForm.NONE),
  NOISE(454, "noise", PartForm.NONE),
  QUIC_V1(461, "quic-v1", PartForm.NONE),
  WS(477, "ws", PartForm.NONE),
  WSS(478, "wss", PartForm.NONE);

  private static final String OLD_NAME_OF_P2P = "ipfs";

  private final int code;
  private final String text;
  private final PartForm form;

  AddressProtocol(int code, String text, PartForm form) {
    this.code = code;
    this.text = text;
    this.form = form;
  }

  int code() {
    return code;
  }

  /** Its name in text, without slashes. */
  public String text() {
    return text;
  }

  PartForm form() {
    return form;
  }

  static @Nullable AddressProtocol ofCode(long code) {
    for (AddressProtocol protocol : values()) {
      if (protocol.code == code) {
        return protocol;
      }
    }
    return null;
  }

  static @Nullable AddressProtocol ofText(String text) {
    for (AddressProtocol protocol : values()) {
      if (protocol.text.equals(text)) {
        return protocol;
      }
    }
    return text.equals(OLD_NAME_OF_P2P) ? P2P : null;
  }
}
