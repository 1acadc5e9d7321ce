package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;

/**
 * A simulated service as the wire sees it.
 *
 * @param signingName the name in the credential scope of its requests
 * @param protocol how its requests and answers are spelled
 * @param operations its actions
 * @param clients the simulated client for a caller
 */
record Service(String signingName, Protocol protocol, Operations operations, Clients clients) {

  /** Finds the simulated client that serves a caller in a region. */
  interface Clients {
    Object client(Caller caller, String region);
  }
}
