package org.pando.resolver.conformance;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.xbill.DNS.Message;

/** A DNS connection over TCP, whose pieces a trial decides. */
final class Stream implements AutoCloseable {
  private final Socket socket;
  private final int patienceMillis;

  Stream(InetSocketAddress server, InetSocketAddress from, int patienceMillis) throws IOException {
    this.patienceMillis = patienceMillis;
    this.socket = new Socket();
    socket.bind(from);
    socket.connect(server, patienceMillis);
    socket.setTcpNoDelay(true);
  }

  static byte[] framed(byte[] message) {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }

  void send(byte[] message) throws IOException {
    sendRaw(framed(message));
  }

  void sendRaw(byte... octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  Message receive() throws Exception {
    socket.setSoTimeout(patienceMillis);
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] message = new byte[in.readUnsignedShort()];
      in.readFully(message);
      return new Message(message);
    } catch (SocketTimeoutException e) {
      throw new Violation("no reply within " + patienceMillis / 1000 + " s");
    } catch (EOFException | SocketException e) {
      throw new Violation("the server closed the connection");
    }
  }

  /** Whether the server closes the connection within a while, sending nothing more. */
  boolean closesWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
