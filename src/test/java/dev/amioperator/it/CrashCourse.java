package dev.amioperator.it;

import java.util.Map;
import java.util.Optional;

/**
 * How the life of a scenario's object went.
 *
 * @param crashes how many crashes crossed it; none when every one on its way was tried before
 * @param whenReady what was there then; empty if the object was deleted before
 * @param calls how often each EC2 action was called
 */
record CrashCourse(int crashes, Optional<String> whenReady, Map<String, Long> calls) {}
