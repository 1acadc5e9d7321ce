package dev.amioperator.simulator;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Denial;
import java.util.List;

/**
 * Who may not do what. Everything is allowed that no denial meets: whole policy documents are not
 * evaluated.
 */
public final class Denials {
  private final CloudState cloudState;
  private final CallDispatcher dispatcher;

  Denials(CloudState cloudState, CallDispatcher dispatcher) {
    this.cloudState = cloudState;
    this.dispatcher = dispatcher;
  }

  /** Adds a denial. */
  public void add(Denial denial) {
    dispatcher.changeExclusively(() -> cloudState.denials().add(denial));
  }

  /** Removes every denial. */
  public void clear() {
    dispatcher.changeExclusively(() -> cloudState.denials().clear());
  }

  /** The denials in force. */
  public List<Denial> list() {
    return dispatcher.runExclusively(() -> List.copyOf(cloudState.denials()));
  }
}
