package dev.amioperator.simulator;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Denial;
import java.util.List;

/** AWS actions that principals may not call, whatever their IAM policies allow. */
public final class Denials {
  private final CloudState cloudState;
  private final CallDispatcher dispatcher;

  Denials(CloudState cloudState, CallDispatcher dispatcher) {
    this.cloudState = cloudState;
    this.dispatcher = dispatcher;
  }

  /** Adds a denial of an AWS action. */
  public void add(Denial denial) {
    dispatcher.changeExclusively(() -> cloudState.denials().add(denial));
  }

  /** Removes every denial of AWS actions. */
  public void clear() {
    dispatcher.changeExclusively(() -> cloudState.denials().clear());
  }

  /** Active denials of AWS actions. */
  public List<Denial> list() {
    return dispatcher.runExclusively(() -> List.copyOf(cloudState.denials()));
  }
}
