package dev.amioperator.reconcile;

/**
 * A Kubernetes event about an object, before it is written: see {@link EventRecorder}.
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

    /** The type as the API server writes it. */
    public String value() {
      return value;
    }
  }

  /** An event that asks for no attention. */
  public static ObjectEvent normal(Reason reason, String message) {
    return new ObjectEvent(Type.NORMAL, reason, message);
  }

  /** An event that a person should look at. */
  public static ObjectEvent warning(Reason reason, String message) {
    return new ObjectEvent(Type.WARNING, reason, message);
  }

  /** The event of a new condition. */
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
