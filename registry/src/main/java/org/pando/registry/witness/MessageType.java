package org.pando.registry.witness;

/** The types of messages that this version knows (section 9.2); a reply has that of its request. */
final class MessageType {
  static final int REFUSAL = 0;
  static final int RECEIPT = 1;
  static final int SUBMIT = 2;
  static final int LOCK = 3;
  static final int ADOPT = 7;
  static final int STATE = 8;

  private MessageType() {}
}
