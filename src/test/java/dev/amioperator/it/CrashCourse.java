package dev.amioperator.it;

import java.util.Map;
import java.util.Optional;

/**
 * How the life of a scenario's object went.
 *
 * @param crashes how many crashes it had; none when every point was tried before
 * @param whenReady what existed when Ready; empty if the object was deleted before
 * @param calls how often each EC2 action was called
 */
record CrashCourse(int crashes, Optional<String> whenReady, Map<String, Long> calls) {}
