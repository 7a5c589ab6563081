package org.pando.registry.store;

class MemoryStoreTest extends RecordStoreContract {
  @Override
  RecordStore open() {
    return new MemoryStore();
  }
}
