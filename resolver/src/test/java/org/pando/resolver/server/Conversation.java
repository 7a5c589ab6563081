package org.pando.resolver.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.xbill.DNS.Message;

/** A client's end. */
interface Conversation extends AutoCloseable {
  int PATIENCE_MILLIS = 10_000;

  /** How a client speaks to a listener; a new listener gets a constant here. */
  enum Wire {
    UDP,
    TCP;

    Conversation open(InetSocketAddress server) throws IOException {
      return switch (this) {
        case UDP -> new Datagrams(server);
        case TCP -> new Stream(server);
      };
    }
  }

  void send(byte[] packet) throws IOException;

  byte[] receive() throws IOException;

  /** The next message. */
  default Message reply() throws IOException {
    return new Message(receive());
  }

  @Override
  void close() throws IOException;

  /** Over UDP, from one port. */
  record Datagrams(DatagramSocket socket) implements Conversation {
    Datagrams(InetSocketAddress server) throws IOException {
      this(new DatagramSocket());
      socket.connect(server);
      socket.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void send(byte[] packet) throws IOException {
      socket.send(new DatagramPacket(packet, packet.length));
    }

    @Override
    public byte[] receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Over one TCP connection. */
  record Stream(Socket socket) implements Conversation {
    Stream(InetSocketAddress server) throws IOException {
      this(new Socket(server.getAddress(), server.getPort()));
      socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** A message behind its length. */
    static byte[] framed(byte[] packet) {
      byte[] framed = new byte[2 + packet.length];
      framed[0] = (byte) (packet.length >> 8);
      framed[1] = (byte) packet.length;
      System.arraycopy(packet, 0, framed, 2, packet.length);
      return framed;
    }

    @Override
    public void send(byte[] packet) throws IOException {
      write(framed(packet));
    }

    void write(byte... octets) throws IOException {
      socket.getOutputStream().write(octets);
    }

    /** Whether the server closes it before another octet comes. */
    boolean isClosed() throws IOException {
      try {
        return socket.getInputStream().read() < 0;
      } catch (java.net.SocketException e) {
        return true; // reset: something that was sent stayed unread
      }
    }

    @Override
    public byte[] receive() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      return packet;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
