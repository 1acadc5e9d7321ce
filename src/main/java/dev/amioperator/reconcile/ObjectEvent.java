package dev.amioperator.reconcile;

/**
 * Kubernetes event about an object, to be written by {@link EventRecorder}.
 *
 * @param message what happened, with the id or region concerned
 */
public record ObjectEvent(Type type, Reason reason, String message) {
  /** Event types of events.k8s.io/v1. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String value;

    Type(String value) {
      this.value = value;
    }

    /** The type's value in the Kubernetes API. */
    public String value() {
      return value;
    }
  }

  /** An event of type Normal. */
  public static ObjectEvent normal(Reason reason, String message) {
    return new ObjectEvent(Type.NORMAL, reason, message);
  }

  /** An event of type Warning, which needs attention. */
  public static ObjectEvent warning(Reason reason, String message) {
    return new ObjectEvent(Type.WARNING, reason, message);
  }

  /** The event of a changed Ready condition. */
  static ObjectEvent of(ReadyState readyState) {
    return switch (readyState) {
      case ReadyState.Ready(var reason, var message) -> normal(reason, message);
      case ReadyState.Reconciling(var reason, var message, var requeueAfter) ->
          normal(reason, message);
      case ReadyState.Blocked(var reason, var message, var requeueAfter) ->
          warning(reason, message);
      case ReadyState.Stalled(var reason, var message) -> warning(reason, message);
    };
  }
}
