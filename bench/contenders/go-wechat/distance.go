package main

import (
	"net"
	"time"
)

// distance adds a round trip time to every connection of a listener: what either side sends arrives half a
// round trip later, and the first bytes another round trip later, for TCP's handshake. TLS adds its
// own round trips.
type distance struct {
	net.Listener
	roundTrip time.Duration
}

func (d distance) Accept() (net.Conn, error) {
	far, err := d.Listener.Accept()
	if err != nil || d.roundTrip == 0 {
		return far, err
	}
	near, end := net.Pipe()
	connected := time.Now().Add(d.roundTrip)
	go carry(far, end, d.roundTrip/2, connected)
	go carry(end, far, d.roundTrip/2, connected)
	return near, nil
}

type parcel struct {
	bytes []byte
	due   time.Time
}

// carry copies from one end to the other, delaying each chunk.
func carry(from, to net.Conn, delay time.Duration, connected time.Time) {
	onTheWay := make(chan parcel, 64)
	go func() {
		defer to.Close()
		for next := range onTheWay {
			time.Sleep(time.Until(next.due))
			if _, err := to.Write(next.bytes); err != nil {
				from.Close()
				for range onTheWay {
				}
				return
			}
		}
	}()
	defer close(onTheWay)
	for {
		bytes := make([]byte, 4096)
		n, err := from.Read(bytes)
		if err != nil {
			return
		}
		sent := time.Now()
		if sent.Before(connected) {
			sent = connected
		}
		onTheWay <- parcel{bytes[:n], sent.Add(delay)}
	}
}
