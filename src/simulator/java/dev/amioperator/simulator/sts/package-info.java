/** STS actions. */
package dev.amioperator.simulator.sts;
