// Stands for WeChat's code2Session, as wechat.js does. It is preferred where Go is installed: a Node process accepts
// one connection in each turn of its event loop, and would so slow down whoever opens many.
package main

import (
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

func main() {
	latency, err := strconv.Atoi(os.Getenv("LATENCY_MS"))
	if err != nil {
		log.Fatal(err)
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Duration(latency) * time.Millisecond)
		hash := sha1.Sum([]byte(r.URL.Query().Get("js_code")))
		openid := "o" + base64.RawURLEncoding.EncodeToString(hash[:])
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprintf(w, `{"session_key":"tiihtNczf5v6AKRyjwEUhQ==","openid":"%s"}`, openid)
	}
	server := &http.Server{
		Addr:     "127.0.0.1:" + os.Getenv("PORT"),
		Handler:  http.HandlerFunc(handler),
		ErrorLog: log.New(io.Discard, "", 0),
	}
	switch os.Getenv("PROTOCOL") {
	case "http":
		err = server.ListenAndServe()
	case "https":
		// An empty map, not none, keeps HTTP/2 off.
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
		err = server.ListenAndServeTLS(os.Getenv("TLS_CERT"), os.Getenv("TLS_KEY"))
	case "h2":
		err = server.ListenAndServeTLS(os.Getenv("TLS_CERT"), os.Getenv("TLS_KEY"))
	}
	log.Fatal(err)
}
