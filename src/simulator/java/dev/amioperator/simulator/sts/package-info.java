/** What each STS action does. */
package dev.amioperator.simulator.sts;
