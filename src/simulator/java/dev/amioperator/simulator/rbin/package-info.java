/** What each action of the Recycle Bin's own API does: its retention rules. */
package dev.amioperator.simulator.rbin;
