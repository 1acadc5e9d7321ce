package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;

/**
 * A simulated service as the wire sees it.
 *
 * @param signingName the name in the credential scope of its requests
 * @param protocol how its requests and answers are spelled
 * @param operations its actions
 * @param clientFactory the simulated client for a caller
 */
record WireService(
    String signingName, Protocol protocol, Operations operations, ClientFactory clientFactory) {

  /** Finds the simulated client that serves a caller in a region. */
  interface ClientFactory {
    Object client(Caller caller, String region);
  }
}
