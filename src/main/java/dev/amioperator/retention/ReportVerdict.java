package dev.amioperator.retention;

/** How a report shows the decision about an image: by word, colour and shape. */
enum ReportVerdict {
  DUE("due", "Due", "due to be retired"),
  RETIRE("retire", "To retire", "to retire, not due yet or waiting"),
  BLOCKED("blocked", "Blocked", "blocked: in use, or its use is unknown"),
  KEPT("kept", "Kept", "kept by a rule");

  private final String cssClass;
  private final String word;
  private final String meaning;

  ReportVerdict(String cssClass, String word, String meaning) {
    this.cssClass = cssClass;
    this.word = word;
    this.meaning = meaning;
  }

  static ReportVerdict of(Decision decision) {
    return ofReason(decision.reason());
  }

  static ReportVerdict ofReason(RetentionReason reason) {
    return switch (reason.group()) {
      case KEPT -> KEPT;
      case BLOCKED -> BLOCKED;
      case RETIRE -> reason == RetentionReason.Due ? DUE : RETIRE;
    };
  }

  String cssClass() {
    return cssClass;
  }

  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  /** A mark of a size around a point; each has its own shape, not only a colour. */
  String mark(double x, double y, double size) {
    return switch (this) {
      case KEPT ->
          ReportHtml.format(
              "<circle class=\"kept\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x, y, size);
      case BLOCKED ->
          ReportHtml.format(
              "<rect class=\"blocked\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
              x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
      case RETIRE, DUE ->
          ReportHtml.format(
              "<polygon class=\"%s\" points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\"",
              cssClass, x - size * 1.1, y - size, x + size * 1.1, y - size, x, y + size * 1.1);
    };
  }
}
