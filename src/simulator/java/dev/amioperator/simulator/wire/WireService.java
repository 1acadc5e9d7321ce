package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;

/**
 * Simulated AWS service on the wire.
 *
 * @param signingName name in the credential scope of its requests
 * @param protocol its request and response format
 * @param operations its actions
 * @param clientFactory the simulated client for a caller
 */
record WireService(
    String signingName, Protocol protocol, Operations operations, ClientFactory clientFactory) {

  /** Factory for the simulated AWS client of a caller in a region. */
  interface ClientFactory {
    Object client(Caller caller, String region);
  }
}
